"""Files in which phones say what they are, and whole extractions of two phones."""

import plistlib

from tests.extraction.importers.databases import (
    CALLHISTORY,
    CALLLOG,
    MMSSMS,
    MSGSTORE,
    SMS_DB,
    database,
)

ICCID, IMSI = "89381030000012345678", "220031234567890"
IMEI = "356938035643809"
BUILD_PROP = (
    b"# begin\nro.build.version.release=13\nro.product.model=SM-A525F\n"
    b"ro.product.manufacturer=samsung\nro.product.brand=samsung\n"
)
SETTINGS = (
    b"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<settings version='1'>"
    b'<setting id="4" name="android_id" value="9774d56d682e549c" package="android" />'
    b'<setting id="5" name="bluetooth_name" value="Telefon od Ane" package="a" />'
    b"</settings>"
)


def _short(text: str) -> bytes:
    return len(text.encode()).to_bytes(2, "big") + text.encode()


def binary_settings(settings: dict[str, str]) -> bytes:
    """Return settings as Android 12 keeps them: strings met before by their number."""
    pool: list[str] = []

    def interned(text: str) -> bytes:
        if text in pool:
            return pool.index(text).to_bytes(2, "big")
        pool.append(text)
        return b"\xff\xff" + _short(text)

    out = b"ABX\x00\x10\x32" + interned("settings")
    out += b"\x6f" + interned("version") + (213).to_bytes(4, "big")
    for name, value in settings.items():
        out += b"\x32" + interned("setting")
        out += b"\x2f" + interned("name") + _short(name)
        out += b"\x2f" + interned("value") + _short(value)
        out += b"\xcf" + interned("preserve") + b"\x33" + interned("setting")
    return out + b"\x33" + interned("settings") + b"\x11"


ABX = binary_settings(
    {"android_id": "9774d56d682e549c", "bluetooth_name": "Telefon od Ane", "x": ""}
)
UFD = (
    b"[General]\r\nAcquisitionTool=UFED\r\n[DeviceInfo]\r\nIMEI1=356938035643809\r\n"
    b"Model=SM-A525F\r\nVendor=Samsung\r\n[Dumps]\r\nImage=a.zip\r\n"
)
TELEPHONY = database(
    {
        "siminfo": (
            "_id, icc_id, sim_id, display_name, number, imsi",
            [
                (1, ICCID, 0, "mts", "0641110001", IMSI),
                (2, "", -1, "", "", ""),
            ],
        )
    }
)
DUAL_TELEPHONY = database(
    {
        "siminfo": (
            "_id, icc_id, number",
            [(1, ICCID, "0641110001"), (2, "89389010000012345678", "+38970333444")],
        )
    }
)
ACCOUNTS = database(
    {
        "accounts": (
            "_id, name, type, password",
            [
                (1, "ana@example.com", "com.google", None),
                (2, "WhatsApp", "com.whatsapp", None),
                (3, "+381641110001", "com.viber.voip", None),
                (4, "x", "com.example.unknown", None),
            ],
        )
    }
)
USAGE = database(
    {
        "subscriber_info": (
            "subscriber_id, subscriber_mdn, slot_id",
            [("8938103000001234567", "+381641110001", 1)],
        )
    }
)
IOS_ACCOUNTS = database(
    {
        "ZACCOUNTTYPE": ("Z_PK, ZIDENTIFIER", [(7, "com.apple.account.AppleAccount")]),
        "ZACCOUNT": ("Z_PK, ZUSERNAME, ZACCOUNTTYPE", [(1, "ana@example.com", 7)]),
    }
)
BACKUP_INFO = plistlib.dumps(
    {
        "Device Name": "Anin iPhone",
        "Product Name": "iPhone 12",
        "Product Type": "iPhone13,2",
        "Product Version": "17.1",
        "IMEI": IMEI,
        "Serial Number": "F17ABCDEFG01",
        "ICCID": "8938103000001234567",
        "Phone Number": "+381 64 111 0001",
    }
)
COMMCENTER = plistlib.dumps(
    {
        "PersonalWallet": {
            "5000": {"CarrierEntitlements": {"lastGoodImsi": IMSI}},
        },
        "LastKnownICCID": "8938103000001234567",
    },
    fmt=plistlib.FMT_BINARY,
)
_PROVIDERS = "data/data/com.android.providers"
ANDROID = {
    f"{_PROVIDERS}.contacts/databases/calllog.db": CALLLOG,
    f"{_PROVIDERS}.telephony/databases/mmssms.db": MMSSMS,
    "data/data/com.whatsapp/databases/msgstore.db": MSGSTORE,
    "data/system_ce/0/accounts_ce.db": ACCOUNTS,
    "data/user_de/0/com.android.providers.telephony/databases/telephony.db": TELEPHONY,
    "data/system/users/0/settings_secure.xml": SETTINGS,
    "system/build.prop": BUILD_PROP,
}
IOS_BACKUP = {
    "Info.plist": BACKUP_INFO,
    "5a/5a4935c78a5255723f707230a451d79c540d2741": CALLHISTORY,
    "3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28": SMS_DB,
}
