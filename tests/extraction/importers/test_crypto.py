"""Exports of coins: exchanges and explorers, and where they tell of one transfer."""

import pytest

from tests.extraction.importers.reading import read
from tests.fuzz.extracts import COINS

HASH = "0x" + "ab" * 32
HOT = "0x" + "0b" * 20
OURS = "0x" + "0A" * 20
BINANCE = (
    "Date(UTC),Coin,Network,Amount,TransactionFee,Address,TXID,SourceAddress,Status\n"
    f"2026-03-02 10:11:12,ETH,ETH,1.5,0.01,{OURS},{HASH},,Completed\n"
    f"2026-03-02 10:11:13,ETH,ETH,1.5,0.01,{OURS},{HASH[:-1]}0,,Failed\n"
)
EXPLORER = (
    '"Transaction Hash","Blockno","UnixTimestamp","DateTime (UTC)","From","To",'
    '"Value_IN(ETH)","Value_OUT(ETH)","Status"\n'
    f'"{HASH}","1","1772446272","2026-03-02 10:11:12","{HOT}","{OURS.lower()}",'
    '"1.5","0",""\n'
    f'"{HASH[:-1]}1","1","1772446272","2026-03-02 10:11:12","{HOT}","","1.5","0",'
    '"Error(0)"\n'
)


def test_a_withdrawal_meets_the_explorers_transfer() -> None:
    """By hash, address and coin; an address is the same in either case."""
    left = read("withdraw.csv", BINANCE.encode())
    seen = read("export.csv", EXPLORER.encode())
    one, other = left.of("CryptoTransfer")[0], seen.of("CryptoTransfer")[0]
    assert one["id"] == other["id"]
    assert one["beneficiaryWallet"] == other["beneficiaryWallet"]
    assert (one["amount"], one["currency"]) == ("1.5", "ETH")
    assert (other["amount"], other["currency"]) == ("1.5", "ETH")
    assert one["date"] == other["date"] == "2026-03-02T10:11:12"
    assert left.reasons() == [("failed", "1 rows are no transfer between two wallets")]
    payer = next(w for w in left.of("CryptoWallet") if w["id"] == one["payerWallet"])
    assert payer["managingExchange"] == "Binance"


@pytest.mark.parametrize(
    "header",
    [
        "txid,timestamp,from_address,to_address,value_btc",
        "Transaction ID,Time,Sender,Recipient,Amount (BTC)",
        "Hash,Date,Source wallet,Destination wallet,Amount BTC",
    ],
)
def test_lists_of_transfers_that_nobody_documents(header: str) -> None:
    """Hash, two ends and an amount, whatever they are called; the coin by its name."""
    row = f"{HASH},2026-03-02 10:11:12,{HOT},{OURS},0.51"
    found = read("chain.csv", f"{header}\n{row}\n".encode())
    (transfer,) = found.of("CryptoTransfer")
    assert (transfer["amount"], transfer["currency"]) == ("0.51", "BTC")
    assert len(found.of("CryptoWallet")) == 2 and not found.rejected


def test_a_ledger_of_an_exchange() -> None:
    """Deposits and withdrawals are transfers; trades are counted."""
    data = (
        "txid,refid,time,type,asset,amount,fee,balance\n"
        "L1,R1,2026-03-02 10:11:12,deposit,XXBT,0.5,0,0.5\n"
        "L2,R2,2026-03-02 10:11:13,trade,XXBT,-0.2,0,0.3\n"
        "L3,R3,2026-03-02 10:11:14,withdrawal,XXBT,-0.3,0,0\n"
        "L4,R4,soon,withdrawal,XXBT,-0.3,0,0\n"
    )
    found = read("ledgers.csv", data.encode())
    came, went = found.of("CryptoTransfer")
    assert came["beneficiaryWallet"] == went["payerWallet"]
    assert (went["amount"], went["recordId"]) == ("0.3", "R3")
    assert found.reasons() == [
        ("row 5", "its date is missing or cannot be read"),
        ("trade", "1 rows are no transfer between two wallets"),
    ]


def test_whose_account_it_is() -> None:
    """Coinbase names the user above the header, and the address in a note."""
    address = "bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh"
    data = (
        "\nTransactions\nUser,ana@example.com,17\nID,Timestamp,Transaction Type,Asset,"
        "Quantity Transacted,Price Currency,Notes\n"
        f"a1,2026-03-02 10:11:12 UTC,Send,BTC,-0.1,EUR,Sent 0.1 BTC to {address}\n"
    )
    found = read("coinbase.csv", data.encode())
    (sent,) = found.of("CryptoTransfer")
    wallets = {w["id"]: w for w in found.of("CryptoWallet")}
    assert wallets[sent["payerWallet"]]["accountId"] == "ana@example.com"
    assert wallets[sent["beneficiaryWallet"]]["cryptoAddress"] == address


@pytest.mark.parametrize("data", COINS[:2])
def test_two_files_without_a_user_do_not_share_an_account(data: bytes) -> None:
    """The account at the exchange is then the file's own; read again it is the same."""
    own = [
        {w["id"] for w in read("a.csv", text).of("CryptoWallet") if "name" in w}
        for text in (data, data, data + b"\n")
    ]
    assert len(own[0]) == 1 and own[0] == own[1]
    assert not own[0] & own[2]


def test_a_zone_in_the_name_of_a_column_is_applied() -> None:
    """`Date(UTC+1)` is an hour before."""
    shifted = BINANCE.replace("Date(UTC)", "Date(UTC+1)")
    (transfer,) = read("withdraw.csv", shifted.encode()).of("CryptoTransfer")
    assert transfer["date"] == "2026-03-02T09:11:12"


def test_an_account_is_the_users_identifier() -> None:
    """Two users of one name are two; the name is what people see."""
    uuid = "5f1b9c3e-1111-2222-3333-444455556666"
    data = (
        f"Transactions\nUser,Ana Perić,{uuid}\nID,Timestamp,Transaction Type,Asset,"
        "Quantity Transacted\na1,2026-03-02 10:11:12 UTC,Receive,BTC,0.1\n"
    )
    (wallet,) = read("coinbase.csv", data.encode()).of("CryptoWallet")
    assert wallet["accountId"] == uuid
    assert wallet["name"] == "account of Ana Perić at Coinbase"


BTC = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
XPUB = "xpub6CUGRUonZSQ4TWtTMmzXdrXDtypWKiKrhko4egpiMZbpiaQL2jkwSB1icqYh2cfDfVxdx4"


@pytest.mark.parametrize(
    ("data", "address"),
    [
        (
            "Confirmed,Date,Type,Label,Address,Amount (BTC),ID\n"
            f"true,2026-03-02T13:15:00,Received with,,{BTC},0.5,{HASH}\n"
            f"true,2026-03-02T14:15:00,Sent to,x,{BTC[:-1]}0,-0.2,{HASH}\n",
            BTC,
        ),
        (
            "transaction_hash,label,confirmations,value,fiat_value,fee,timestamp\n"
            f"{HASH},,3,+0.5,,,2026-03-02 13:15\n"
            f"{HASH},x,2,-0.2,,,2026-03-02 14:15\n",
            "",
        ),
        (
            "Operation Date,Status,Currency Ticker,Operation Type,Operation Amount,"
            "Operation Fees,Operation Hash,Account Name,Account xpub\n"
            f"2026-03-02T13:15:00.000Z,Confirmed,BTC,IN,0.5,,{HASH},B 1,{XPUB}\n"
            f"2026-03-02T14:15:00.000Z,Confirmed,BTC,OUT,0.2,,{HASH},B 1,{XPUB}\n",
            "",
        ),
        (
            "Timestamp;Date;Time;Type;Transaction ID;Fee;Fee unit;Address;Label;"
            f"Amount;Amount unit\n1772457300;x;x;RECV;{HASH};;;{BTC};;0.5;BTC\n"
            f"1772460900;x;x;SENT;{HASH};;;{BTC[:-1]}0;x;0.2;BTC\n",
            BTC,
        ),
    ],
    ids=["core", "electrum", "ledger", "trezor"],
)
def test_programs_of_wallets(data: str, address: str) -> None:
    """What came to an address of its own, and what went out; no exchange is named."""
    found = read("history.csv", data.encode())
    came, went = found.of("CryptoTransfer")
    wallets = {w["id"]: w for w in found.of("CryptoWallet")}
    assert (came["amount"], went["amount"]) == ("0.5", "0.2")
    assert came["date"].startswith("2026-03-02T13:15") and came["currency"] == "BTC"
    assert "payerWallet" not in came and went["payerWallet"] in wallets
    assert wallets[came["beneficiaryWallet"]].get("cryptoAddress", "") == address
    assert not any("managingExchange" in wallet for wallet in wallets.values())
    assert found.importer == "crypto" and not found.rejected
