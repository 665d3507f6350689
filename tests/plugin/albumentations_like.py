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


class RoundedRecord(Seeded):
    """Its record keeps three digits of what was drawn."""

    def __call__(self, image, **others):
        factor = self.rng.random()
        return {"image": np.float32(image * factor), "replay": {"factor": round(factor, 3)}}

    def replay(self, record, image, **others):
        return {"image": np.float32(image * record["factor"])}


class Unseeded:
    """Nobody seeds it: it draws from entropy, which every worker gets a copy of."""

    def __init__(self):
        self.rng = np.random.default_rng()

    def __call__(self, image, **others):
        return {"image": image ^ self.rng.integers(0, 256, 3, dtype=np.uint8)}


class LeftOut(Seeded):
    """One of its two generators is never told the seed."""

    def __init__(self):
        super().__init__()
        self.choice = None

    def __call__(self, image, **others):
        self.choice = self.choice or np.random.default_rng()
        return {"image": (image if self.choice.random() < 0.5 else image[::-1]) ^ self.draw()}


class SharedByCopies(Seeded):
    """copy.deepcopy keeps the generator, and does not copy it."""

    def __deepcopy__(self, memo):
        twin = type(self).__new__(type(self))
        twin.__dict__ |= self.__dict__
        return twin

    def __call__(self, image, **others):
        return {"image": image ^ self.draw()}


class PickleStartsOver(Seeded):
    """A pickle takes the seed along, but not where the generator stands."""

    def set_random_seed(self, seed):
        self.seed = seed
        super().set_random_seed(seed)

    def __getstate__(self):
        return {"seed": self.seed}

    def __setstate__(self, state):
        self.set_random_seed(state["seed"])

    def __call__(self, image, **others):
        return {"image": image ^ self.draw()}
