"""What may happen: declarations of chance, one class for each of Albumentations' names."""

from .affine import *
from .channels import *
from .color import *
from .color_casts import *
from .contrast import *
from .conversion import *
from .crops import *
from .curves import *
from .custom import *
from .distortions import *
from .dropout import *
from .filters import *
from .flips import *
from .guided_crops import *
from .mixing import *
from .noise import *
from .normalize import *
from .pads import *
from .perspective import *
from .quality import *
from .resized_crops import *
from .resizes import *
from .stain import *
from .tone import *
from .volume import *
from .weather import *
