"""Small pipelines as other libraries write them, one right and one for each fault; any process can import them."""

import numpy as np


def jitter(image):
    """Draws from np.random, as plain functions do."""
    return image ^ np.uint8(np.random.randint(256))


class Seeded:
    """A callable with Albumentations' way of being seeded."""

    def __init__(self):
        self.set_random_seed(0)

    def set_random_seed(self, seed):
        self.rng = np.random.default_rng(seed)

    def draw(self):
        return self.rng.integers(0, 256, 3, dtype=np.uint8)


class SharedGenerator(Seeded):
    """Its generator is copied into every worker."""

    def __call__(self, image, **others):
        return {"image": image ^ self.draw()}


class Constant(Seeded):
    """Takes a seed and draws from another."""

    def set_random_seed(self, seed):
        self.rng = np.random.default_rng(42)

    def __call__(self, image, **others):
        return {"image": image ^ self.draw()}


class InPlace(Seeded):
    def __call__(self, image, **others):
        image ^= self.draw()
        return {"image": image.copy()}


class BoxesInPlace(Seeded):
    """Writes to the boxes it was given."""

    def __call__(self, image, bboxes):
        bboxes[0][0] += 1
        return {"image": image ^ self.draw()}


class ForgetfulRecord(Seeded):
    """Its record leaves out half of what was drawn."""

    def __call__(self, image, **others):
        amount = self.draw()
        return {"image": image ^ amount, "replay": {"amount": amount.tolist()}}

    def replay(self, record, image, **others):
        return {"image": image ^ np.array([record["amount"][0]] * 3, np.uint8)}
