"""What training sees is pinned by pictures, and the same however the data is loaded."""

import augrepro as A
import numpy as np
import pytest

from classifier.data import CLASSES, PHOTOGRAPHS, make_dataset
from classifier.transforms import MEAN, STD, augmentations, create_train_transform


@pytest.mark.parametrize("name", CLASSES)
def test_views(name, aug_pipeline, aug_seed, aug_snapshot):
    transform = aug_pipeline(augmentations(), seed=aug_seed + CLASSES.index(name))  # another draw for each photograph
    image = PHOTOGRAPHS[name]()
    bright = np.uint8(image.mean(axis=2) > 127)
    assert transform(image=image, mask=bright) == aug_snapshot


def test_tensor_is_the_view_normalized(aug_seed):
    image = PHOTOGRAPHS["astronaut"]()
    view = A.Compose(augmentations(), seed=aug_seed)(image=image)["image"]
    tensor = create_train_transform(aug_seed)(image=image)["image"]
    undone = (tensor.permute(1, 2, 0).numpy() * STD + MEAN) * 255
    assert np.array_equal(undone.round(), view)


@pytest.mark.aug_matrix(num_workers=[0, 2, 4], persistent_workers=[False, True], respawn=[False, True])
def test_loading(aug_cell):
    aug_cell.check(make_dataset, contract="stream")
