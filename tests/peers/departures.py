"""Where transforms act otherwise than albumentations 2.0.8's of that name, on purpose, by how much, and why."""

DEPARTURES: tuple[tuple[str, str, tuple[str, ...], dict[str, tuple[float, float]]], ...] = (
    (
        "AutoContrast-cutoff,ignore",
        "ignore=0 is a level; 2.0.8 leaves the channel of that number alone, and white out of the histogram",
        ("mean", "contrast", "change", "detail"),
        {"mean": (0.98, 1.06), "contrast": (1.0, 1.08), "change": (1.28, 1.37), "detail": (1.0, 1.07)},
    ),
    (
        "AutoContrast-method",
        "the photograph has black and white already; 2.0.8 does not see the white",
        ("fired", "change"),
        {},
    ),
    (
        "FromFloat",
        "bytes count as shares of 255; 2.0.8 multiplies them as they are",
        ("fired", "mean", "contrast", "change", "detail"),
        {"mean": (0.0091, 1.18), "contrast": (0.013, 1.06), "detail": (0.017, 0.85)},
    ),
    (
        "ISONoise-color_shift,intensity",
        "color_shift is a share of the circle, as documented; 2.0.8 takes it for degrees, which nobody sees",
        ("change", "detail: mean", "detail: ranks", "detail: reach"),
        {"change": (1.46, 1.56), "detail": (1.11, 1.19)},
    ),
    (
        "AdditiveNoise-noise_type,spatial_mode,approximation[12]$",
        "noise on bytes is rounded; 2.0.8 cuts it towards 0, half a level weaker",
        ("change", "detail: ranks"),
        {"change": (1.0, 1.1), "detail": (0.98, 1.05)},
    ),
    (
        "AdditiveNoise-noise_type,spatial_mode,approximation3$",
        "2.0.8 seeds OpenCV's generator with small numbers, and the first normal deviates behind those are nearly 0",
        ("contrast: spread", "change"),
        {"contrast": (2.67, 2.84), "change": (1.41, 1.51)},
    ),
    (
        "Superpixels-p_replace,n_segments",
        "each superpixel may be replaced; 2.0.8 never replaces the first, which of few (here 1 to 20) is a large part",
        ("contrast", "detail: reach"),
        {"contrast": (0.88, 0.96), "detail": (0.82, 0.89)},
    ),
    (
        "AtLeastOneBBoxRandomCrop-height,width,erosion_factor0",
        "the share that is asked for shows whole; 2.0.8 cuts the start towards 0 and shows up to a pixel less of it",
        ("mean: reach", "contrast: reach"),
        {"mean": (0.93, 0.99), "contrast": (1.02, 1.1)},
    ),
    (
        "GridDistortion$",
        "2.0.8 blurs at a limit of 0, too: it looks at a pixel less of each cell and shows its last one twice",
        ("detail: reach",),
        {"detail": (0.96, 1.03)},
    ),
    (
        "OpticalDistortion-distort_limit$",
        "boxes follow the lens to a fraction of a pixel; 2.0.8 looks for whole pixels in a drawn mask",
        ("box area: ranks", "box area: reach"),
        {"box area": (0.98, 1.05)},
    ),
    (
        "Perspective$",
        "2.0.8 enlarges the quadrilateral twice, and what it then cuts off at the right and bottom is gone",
        ("points kept", "shift", "displacement", "change: reach", "detail: reach"),
        {"points kept": (0.2, 1.09), "displacement": (0.65, 0.7), "change": (0.85, 0.91), "detail": (0.99, 1.06)},
    ),
    (
        "OpticalDistortion|ThinPlateSpline",
        "2.0.8 looks for keypoints in a drawn mask and takes the top of what it finds",
        ("shift", "displacement"),
        {"displacement": (0.1, 0.84)},
    ),
    (
        "OpticalDistortion(-distort_limit)?$",
        "2.0.8 shifts the image by half a pixel, also where k is 0, which blurs",
        ("change", "detail"),
        {"change": (0.43, 0.59), "detail": (0.39, 1.12)},
    ),
    ("SafeRotate", "the center stays; 2.0.8 moves it by half a pixel", ("shift",), {}),
    (
        "GridElasticDeform",
        "cells are bent, and agree along their sides; 2.0.8 tears the image between them and at the border",
        ("mean", "contrast", "change", "detail", "mask zeros", "displacement", "box area"),
        {
            "mean": (0.98, 1.09),
            "contrast": (0.93, 1.0),
            "change": (0.72, 0.89),
            "detail": (0.95, 1.02),
            "mask zeros": (0.16, 1.01),
            "displacement": (0.68, 0.84),
            "box area": (0.88, 1.0),
        },
    ),
    (
        "PiecewiseAffine",
        "triangles move by the scale; 2.0.8 pulls the image into a bubble about every point, whatever the scale",
        ("mean", "contrast", "change", "detail", "mask zeros", "points kept", "shift", "displacement", "box area"),
        {
            "mean": (0.16, 1.07),
            "contrast": (0.95, 1.02),
            "change": (0.25, 3.9),
            "detail": (0.25, 1.04),
            "mask zeros": (0.2, 0.97),
            "displacement": (0.077, 0.37),
            "box area": (0.17, 0.88),
        },
    ),
    (
        "Morphological",
        "each box grows by itself; 2.0.8 dilates across the list of boxes too, and joins them",
        ("box area",),
        {"box area": (0.028, 32.94)},
    ),
    (
        "Affine.*fit_output",
        "the output just holds the image; 2.0.8 adds one or two pixels",
        ("height", "mean", "contrast", "mask zeros", "shift", "displacement: reach"),
        {
            "height": (0.94, 1.01),
            "mean": (1.0, 1.07),
            "contrast": (0.93, 1.0),
            "mask zeros": (0.88, 0.94),
            "displacement": (1.0, 1.07),
        },
    ),
    (
        "Rotate.*crop_border",
        "the rectangle lies inside the turned image; 2.0.8 rounds outwards at the top and left",
        ("height", "shift", "displacement"),
        {"height": (0.95, 1.02), "displacement": (1.04, 1.11)},
    ),
    (
        "ElasticTransform",
        "the field is as strong at the border as inside (2.0.8 repeats the noise of the edge: stronger "
        "there), and keypoints follow it (2.0.8 looks for them in a drawn mask, a pixel off even if "
        "nothing moves); how far the pixels inside move is compared below",
        ("mean", "contrast", "change", "mask zeros", "box area", "shift", "displacement"),
        {
            "mean": (1.0, 1.08),
            "contrast": (0.94, 1.01),
            "change": (0.81, 0.97),
            "mask zeros": (0.54, 1.02),
            "box area": (0.52, 1.01),
            "displacement": (0.31, 0.92),
        },
    ),
    (
        "CoarseDropout-num_holes_range,hole_height_range,fill,fill_mask",
        "a side in pixels beside one as a share: 2.0.8 takes the share for pixels and cuts nothing",
        ("fired", "mean", "contrast", "change", "detail", "mask zeros", "points kept"),
        {
            "mean": (0.95, 1.01),
            "contrast": (0.98, 1.05),
            "detail": (0.96, 1.03),
            "mask zeros": (0.94, 1.01),
            "points kept": (0.94, 1.01),
        },
    ),
    (
        "Equalize-mode,by_channels",
        "mode 'pil' is Pillow's formula; 2.0.8 counts a level's own pixels as below it",
        ("mean: mean", "mean: ranks", "contrast: mean", "contrast: ranks", "change: mean", "change: ranks"),
        {"mean": (0.95, 1.02), "contrast": (0.98, 1.05), "change": (0.89, 0.96)},
    ),
    (
        "Defocus-radius,alias_blur",
        "the weights sum to 1; 2.0.8 counts the rim of a disk of 7 pixels or more twice, which brightens",
        ("mean",),
        {"mean": (0.96, 1.03)},
    ),
    (
        "Sharpen-alpha,method,kernel_size,sigma",
        "2.0.8 takes the blur away in bytes that wrap around below 0",
        ("mean", "contrast", "change", "detail"),
        {"mean": (0.025, 0.73), "contrast": (1.22, 1.3), "change": (0.13, 0.18), "detail": (0.44, 0.8)},
    ),
    (
        "(Time|Frequency)Masking",
        "one stripe is cut in every call; 2.0.8 cuts none in every second call",
        ("fired", "mean", "contrast", "change", "detail", "mask zeros"),
        {
            "fired": (0.34, 2.02),
            "mean": (0.91, 1.01),
            "contrast": (0.98, 1.07),
            "change": (1.76, 2.2),
            "detail": (0.92, 1.0),
            "mask zeros": (1.01, 1.13),
        },
    ),
    (
        "GridDropout-ratio,random_offset,holes_number_xy",
        "the first number counts cells along x, as documented; 2.0.8 takes it for rows",
        ("mean", "change", "detail", "mask zeros", "points kept"),
        {
            "mean": (0.93, 1.0),
            "change": (1.23, 1.32),
            "detail": (1.06, 1.13),
            "mask zeros": (1.0, 1.07),
            "points kept": (1.0, 1.42),
        },
    ),
    (
        "FDA",
        "amplitudes are swapped for a frequency and its negative alike; 2.0.8 takes one more negative "
        "than positive ones, for the narrowest band without the mean",
        ("detail: mean", "detail: ranks"),
        {"detail": (0.98, 1.05)},
    ),
    (
        "Illumination$",
        "linear light goes from 1 - intensity to 1 + intensity at every angle; 2.0.8 lets it darken or "
        "brighten the whole image at those that are no multiple of 45 degrees",
        (
            "mean: spread",
            "mean: reach",
            "contrast: spread",
            "contrast: reach",
            "change",
            "detail: spread",
            "detail: reach",
        ),
        {"mean": (0.045, 1.04), "contrast": (0.072, 1.04), "change": (0.26, 0.32), "detail": (0.031, 1.05)},
    ),
    (
        "Illumination-mode,intensity_range,effect_type",
        "'darken' makes corners darker; in 2.0.8 brighter",
        ("mean", "contrast", "detail"),
        {"mean": (0.83, 0.89), "contrast": (0.83, 0.89), "detail": (0.83, 0.89)},
    ),
    (
        "PixelDistributionAdaptation",
        "2.0.8 cuts an image on [0, 1] to whole bytes and blends with black",
        ("mean", "contrast", "change", "detail"),
        {"mean": (0.4, 1.87), "contrast": (0.23, 1.85), "change": (0.4, 0.52), "detail": (0.21, 1.85)},
    ),
    (
        "PlasmaBrightnessContrast(-brightness_range,roughness,plasma_size)?$",
        "brightness and contrast below 0 act, and whites stay white under more contrast; 2.0.8 clips in between",
        ("mean", "contrast", "detail"),
        {"mean": (0.94, 1.0), "contrast": (0.94, 2.02), "detail": (1.71, 1.83)},
    ),
    (
        "RandomGravel",
        "what no stone covers stays; 2.0.8 takes all pixels to HLS and back: two thirds of its change (stones alike)",
        ("change",),
        {"change": (0.54, 0.84)},
    ),
    (
        "RandomSnow-method",
        "texture adds white and keeps hues; 2.0.8 adds snow to hue and saturation too, and bright pixels turn dark",
        ("mean", "contrast", "change", "detail"),
        {"mean": (0.27, 1.6), "contrast": (0.82, 0.88), "change": (0.29, 0.75), "detail": (0.57, 0.62)},
    ),
    (
        "RandomSunFlare-method,src_radius,src_color",
        "rounded to the nearest byte; 2.0.8 cuts off, which is half a level of a change by three",
        ("change",),
        {"change": (1.09, 1.17)},
    ),
    (
        "GaussianBlur-blur_limit,sigma_limit1",
        "2.0.8 divides by a sigma of 0, and OpenCV 5 turns that into black",
        ("mean", "contrast", "change", "detail"),
        {"change": (0.11, 0.13)},
    ),
)
"""(cases, reason, starts of the complaints that it excuses, how many times as large ours are: from, to).

docs/differences.md gives the reasons, too.
"""
