"""What may happen: declarations of chance, one class for each of Albumentations' names."""

from .affine import *
from .color import *
from .crops import *
from .custom import *
from .distortions import *
from .dropout import *
from .filters import *
from .flips import *
from .guided_crops import *
from .light import *
from .mixing import *
from .noise import *
from .normalize import *
from .pads import *
from .perspective import *
from .quality import *
from .resized_crops import *
from .resizes import *
from .tone import *
from .volume import *
from .weather import *
