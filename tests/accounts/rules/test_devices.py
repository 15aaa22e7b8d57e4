"""What kind of device a browser says it runs on."""

import pytest

from contest_portal.accounts.rules.devices import Device, device_of

LIKE = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "device"),
    [
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {LIKE} Chrome/130.0 Mobile Safari/537.36",
            Device.ANDROID_PHONE,
        ),
        (f"Mozilla/5.0 (Linux; Android 9; SM-T510) {LIKE} Chrome/130.0 Safari/537.36", Device.ANDROID_TABLET),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {LIKE} Mobile/15E148", Device.IPHONE),
        (f"Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) {LIKE} Mobile/15E148", Device.IPAD),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {LIKE} Chrome/130.0", Device.WINDOWS),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {LIKE} Version/17.5", Device.MAC),
        ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", Device.LINUX),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {LIKE} Chrome/130.0", Device.LINUX),
        ("curl/8.5.0", Device.OTHER),
        ("", Device.OTHER),
    ],
)
def test_kind_of_device(said: str, device: Device) -> None:
    assert device_of(said) is device
