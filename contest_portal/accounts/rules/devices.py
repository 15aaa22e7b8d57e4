"""What a session was opened on, in words coarse enough to know the own device again and to tell nothing else."""

from enum import StrEnum


class Device(StrEnum):
    """A kind of device."""

    ANDROID_PHONE = "android_phone"
    ANDROID_TABLET = "android_tablet"
    IPHONE = "iphone"
    IPAD = "ipad"
    WINDOWS = "windows"
    MAC = "mac"
    LINUX = "linux"
    OTHER = "other"


_SIGNS = (
    ("iPad", Device.IPAD),
    ("iPhone", Device.IPHONE),
    ("Android", Device.ANDROID_TABLET),
    ("Windows", Device.WINDOWS),
    ("Macintosh", Device.MAC),
    ("Linux", Device.LINUX),
    ("CrOS", Device.LINUX),
)
"""In this order: an Android says that it is a Linux, an iPhone that it is like a Mac."""


def device_of(user_agent: str) -> Device:
    """Tell the kind of device by what its browser says of itself; a lie makes the own list wrong and nothing else."""
    found = next((device for sign, device in _SIGNS if sign in user_agent), Device.OTHER)
    if found is Device.ANDROID_TABLET and "Mobile" in user_agent:
        return Device.ANDROID_PHONE
    return found
