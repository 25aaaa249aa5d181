"""Who acts in long Serbo-Croatian sentences, in logs and in an intercept's entries."""

import pytest

from extraction.evaluation import evaluate
from extraction.evaluation.marked import parse_marked
from extraction.model import Document, Extraction

HEAD = "language: bs\nscript: {}\ngenre: official note\npart: dev\n=== text\n"


class Nobody:
    """Finds nothing: the mentions are given."""

    def extract(self, document: Document, country: str | None = None) -> Extraction:
        """Return nothing."""
        return Extraction(document)


def check(text: str, *relations: str) -> None:
    """Fail unless exactly these relations are found between the marks of a text."""
    script = "Cyrl" if "а" in text else "Latn"
    content = HEAD.format(script) + text + "\n=== relations\n"
    gold = parse_marked("a.gold", content + "\n".join(relations) + "\n")
    found = evaluate([gold], Nobody(), given=True)
    score = found.relations.score()
    assert (score.right, score.found) == (len(relations), len(relations)), (
        found.as_json()["confusions"]["relations"]
    )


def test_both_parents_are_of_the_one_before() -> None:
    """What follows the parents is the child's, not theirs."""
    check(
        "protiv [[GORANA PEJIĆA|PER|Goran Pejić]], sina [[Mile|PER|Mile]] i "
        "[[Ane|PER|Ana]], sa prebivalištem u [[Foči|LOC|Foča]].",
        "family: Goran Pejić -- Mile",
        "family: Goran Pejić -- Ana",
        "resides_at: Goran Pejić -> Foča",
    )


def test_the_accused_acts_behind_the_heading() -> None:
    """An indictment's clauses leave out whom it is against; who is named in a
    relative clause is not the subject of what follows it."""
    check(
        "Podižem optužnicu\n\nprotiv [[GORANA PEJIĆA|PER|Goran Pejić]]\n\n"
        "zato što je:\n\nu dogovoru s licem kojem je put pokazao "
        "[[Vuk Lazić|PER]], prebacivao robu vozilom [[A12-K-345|VEHICLE]], "
        "čiji je vlasnik [[Ana Kos|PER]], a potom koristio broj "
        "[[+38761222333|PHONE]].",
        "vehicle_user: Goran Pejić -> A12-K-345",
        "ownership: Ana Kos -> A12-K-345",
        "phone_user: Goran Pejić -> +38761222333",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Именовани је курир [[шкаљарског клана|ORG]].",
        "Imenovani je kurir [[škaljarskog klana|ORG]].",
        "Imenovani slovi za izvršioca [[škaljarskog klana|ORG]].",
    ],
)
def test_a_post_in_a_group_is_membership(text: str) -> None:
    """A group is one by its own name, where that is written small."""
    name = text[text.index("[[") + 2 : text.index("|ORG")]
    check(
        f"Uhapšen je [[Vuk Lazić|PER]]. {text}",
        f"membership: Vuk Lazić -> {name}",
    )


def test_a_heading_tells_who_called() -> None:
    """An intercept's entry says on one line the direction, on another with whom."""
    check(
        "Tajni nadzor komunikacija\nKorisnik mjere: [[Vuk Lazić|PER]]\n\n"
        "Sesija 4, [[01.02.2025|DATE|2025-02-01]]. u 10:00, odlazni\n"
        "Sagovornik: [[Mato Kos|PER]]\n\n"
        "Sesija 5, [[01.02.2025|DATE|2025-02-01]]. u 12:00, dolazni\n"
        "Sagovornik: [[Ivo Pek|PER]]",
        "call: Vuk Lazić -> Mato Kos",
        "call: Ivo Pek -> Vuk Lazić",
    )


def test_a_plural_leaves_out_the_two() -> None:
    """Who came in the sentence before meets the log's person."""
    check(
        "Objekt 1 (O1): [[Vuk Lazić|PER]]\n"
        "Objekt 2 (O2): nepoznata osoba, kasnije ident. [[Ana Kos|PER]]\n\n"
        "08:05 Prilazi O2. Razgovaraju.",
        "meeting: Vuk Lazić -- Ana Kos",
    )


def test_there_is_the_place_before() -> None:
    """`Tu` means the address that was named last."""
    check(
        "Pretresen je stan na adresi [[Zmaja od Bosne 4|ADDRESS]]. "
        "[[Vuk Lazić|PER]] tu stanuje od ljeta.",
        "resides_at: Vuk Lazić -> Zmaja od Bosne 4",
    )


def test_it_is_the_number_that_was_named() -> None:
    """`Ga` beside a word for using is the number, not a man."""
    check(
        "Broj [[+38761222333|PHONE]] nije registrovan. Koristi ga [[Vuk Lazić|PER]].",
        "phone_user: Vuk Lazić -> +38761222333",
    )


def test_a_bracket_tells_of_what_stands_before() -> None:
    """The owner in brackets owns the vehicle, not who drives it the firm."""
    check(
        "[[Vuk Lazić|PER]] vozi kombi [[T11-K-358|VEHICLE]] (vl. [[Una d.o.o.|ORG]]).",
        "vehicle_user: Vuk Lazić -> T11-K-358",
        "ownership: Una d.o.o. -> T11-K-358",
    )


def test_in_the_company_is_no_meeting() -> None:
    """A share in a `društvo` is none in somebody's company."""
    check(
        "Direktor firme [[Una d.o.o.|ORG]] je [[Vuk Lazić|PER]]. "
        "[[Ana Kos|PER]] je vlasnica polovine udjela u društvu.",
        "directorship: Vuk Lazić -> Una d.o.o.",
        "ownership: Ana Kos -> Una d.o.o.",
    )


def test_whose_word_it_is_does_not_act() -> None:
    """Who is named between commas as the source is not the subject."""
    check(
        "Uhapšen je [[Vuk Lazić|PER]]. U grad je, kako [[Ana Kos|PER]] tvrdi, "
        "stigao vozilom [[T11-K-358|VEHICLE]].",
        "vehicle_user?: Vuk Lazić -> T11-K-358",
    )


def test_the_director_of_a_letter_has_a_wife() -> None:
    """`Direktorova` is whose office was named."""
    check(
        "Direktor firme [[Una d.o.o.|ORG]] je [[Vuk Lazić|PER]].\n"
        "U firmi radi i direktorova supruga [[Ana|PER]].",
        "directorship: Vuk Lazić -> Una d.o.o.",
        "employment: Ana -> Una d.o.o.",
        "family: Vuk Lazić -- Ana",
    )


def test_an_answer_of_yes_affirms_the_question() -> None:
    """What was asked is stated by a yes, `vam` is the witness; by a no it is not."""
    check(
        "Svjedok: [[Mirko Babić|PER]]\n\n"
        "Pitanje: Da li vam je [[Vuk Lazić|PER]] davao novac?\n"
        "Odgovor: Jeste, dva puta.\n\n"
        "Pitanje: Je li [[Ivo Pek|PER]] putovao u [[Beč|LOC]]?\n"
        "Odgovor: Nije.",
        "payment: Vuk Lazić -> Mirko Babić",
    )


def test_minutes_go_on_about_whom_was_asked() -> None:
    """The answer is about the question's person, in the next question too."""
    check(
        "Svjedok: [[Mirko Babić|PER]]\n\n"
        "Pitanje: Poznajete li osumnjičenog [[Vuka Lazića|PER|Vuk Lazić]]?\n"
        "Odgovor: Samo iz viđenja.\n\n"
        "Pitanje: Čime se bavi?\n"
        "Odgovor: Radi u firmi [[Una d.o.o.|ORG]], sa sestrom.",
        "employment: Vuk Lazić -> Una d.o.o.",
    )


@pytest.mark.parametrize(
    ("address", "owner", "holder", "son"),
    [
        ("Adresa pretresa", "Vlasnik stana", "Korisnik stana", "unuk vlasnice"),
        ("Адреса претреса", "Власница куће", "Држалац стана", "унук власнице"),
    ],
)
def test_a_record_names_who_owns_and_lives(
    address: str, owner: str, holder: str, son: str
) -> None:
    """The address is named first, then whose it is, then who lives there."""
    check(
        f"{address}: [[Njegoševa 12, Nikšić|ADDRESS]]\n{owner}: [[Stana Perić|PER]]\n"
        f"{holder}: [[Ilija Perić|PER]], {son}\n",
        "ownership: Stana Perić -> Njegoševa 12, Nikšić",
        "resides_at: Ilija Perić -> Njegoševa 12, Nikšić",
        "family: Stana Perić -- Ilija Perić",
    )


def test_one_relative_is_one() -> None:
    """Who is named behind him in a list is no relative."""
    check(
        "Uhapšen je [[Vuk Lazić|PER]]. S njim je boravio njegov rođak [[Ivo|PER]] i "
        "[[Mato Kos|PER]].",
        "family: Vuk Lazić -- Ivo",
    )


def test_an_enclitic_parts_a_phrase() -> None:
    """`Prijavljen je u` is read as `prijavljen u`."""
    check(
        "[[Vuk Lazić|PER]] prijavljen je u [[Doboju|LOC|Doboj]].",
        "resides_at: Vuk Lazić -> Doboj",
    )


@pytest.mark.parametrize(
    ("client", "phrase"),
    [("Klijent", "klijentova supruga"), ("Клијент", "клијентова супруга")],
)
def test_a_client_may_be_a_person(client: str, phrase: str) -> None:
    """Who is named so is meant by the word, and pays what a table without payer has."""
    check(
        f"{client}: [[Vuk Lazić|PER]]\n\n"
        f"Prijavu je podnijela {phrase} [[Ana|PER]].\n\n"
        "Datum | Primalac | Iznos\n"
        "[[10.03.2025|DATE|2025-03-10]] | [[Mato Kos|PER]] | "
        "[[7.000 KM|MONEY|BAM 7000.00]]",
        "family: Vuk Lazić -- Ana",
        "payment: Vuk Lazić -> Mato Kos",
    )


def test_goods_that_are_handed_over_are_no_payment() -> None:
    """The sum of another clause is not what was taken over in this one."""
    check(
        "[[Vuk Lazić|PER]] je od [[Mate Kosa|PER|Mato Kos]] preuzeo "
        "[[4 kg kokaina|DRUG|cocaine 4000 g]], dok je [[90.000 eura|MONEY|EUR "
        "90000.00]] nađeno u stanu."
    )


def test_a_stranger_got_the_money() -> None:
    """What was given to somebody unknown was given to nobody who is named."""
    check(
        "[[Ana Kos|PER]] je [[5.000 eura|MONEY|EUR 5000.00]] predala nepoznatom "
        "muškarcu, o čemu zna i [[Vuk Lazić|PER]]."
    )


def test_to_a_country_over_a_crossing() -> None:
    """A journey has both the crossing and the country that it led into."""
    check(
        "[[Vuk Lazić|PER]] je u [[Austriju|LOC|Austrija]] ušao na prelazu "
        "[[Spielfeld|LOC]].",
        "travel: Vuk Lazić -> Austrija",
        "travel: Vuk Lazić -> Spielfeld",
    )


def test_with_him_is_no_vehicle() -> None:
    """`S njim` is a man, also where a vehicle was named before."""
    check(
        "Nađeno je vozilo [[T11-K-358|VEHICLE]]. [[Vuk Lazić|PER]] je koristio broj "
        "[[+38761222333|PHONE]] i s njim putovao.",
        "phone_user: Vuk Lazić -> +38761222333",
    )


def test_who_claimed_an_office_has_none() -> None:
    """`Predstavio se kao` is a claim."""
    check("[[Vuk Lazić|PER]] se predstavio kao zastupnik firme [[Una d.o.o.|ORG]].")


def test_what_was_borrowed_was_given_by_another() -> None:
    """`Pozajmiti od` is to get, `pozajmiti` alone to give."""
    check(
        "[[Vuk Lazić|PER]] je od [[Mate Kosa|PER|Mato Kos]] pozajmio "
        "[[3.000 KM|MONEY|BAM 3000.00]].",
        "payment: Mato Kos -> Vuk Lazić",
    )
    check(
        "[[Vuk Lazić|PER]] je [[Mati Kosu|PER|Mato Kos]] pozajmio "
        "[[3.000 KM|MONEY|BAM 3000.00]].",
        "payment: Vuk Lazić -> Mato Kos",
    )


def test_siblings_are_each_others() -> None:
    """A plural before a list relates those in the list."""
    check(
        "O [[Vuku Laziću|PER|Vuk Lazić]] se zna ovo. Kod njega su braća "
        "[[Ismet|PER]] i [[Safet Mak|PER]].",
        "family: Ismet -- Safet Mak",
    )


def test_on_whose_account_is_no_ownership() -> None:
    """`Na ime kupovine` is what was paid for; `osnovano` founds nothing."""
    check(
        "[[Vuk Lazić|PER]] je u firmi [[Una d.o.o.|ORG]] bio na ime "
        "kupovine stana. Osnovano se sumnja da [[Vuk Lazić|PER]] zna za firmu "
        "[[Una d.o.o.|ORG]]."
    )


def test_a_numbered_entry_names_the_other_party() -> None:
    """The number from which a call was received is whose the next line names."""
    check(
        "Sažetak presretnutih razgovora\nKorisnik mjere: [[Vuk Lazić|PER]]\n\n"
        "1. [[03.03.2025|DATE|2025-03-03]]. u 18:40, dolazni, sa "
        "broja [[+38761222333|PHONE]]. Sagovornik je [[Mato Kos|PER]].\n"
        "2. [[04.03.2025|DATE|2025-03-04]]. u 12:30 [[Lazić|PER|Lazić=Vuk Lazić]] "
        "javlja [[Ivi Peku|PER|Ivo Pek]] da je gotovo.",
        "phone_user: Mato Kos -> +38761222333",
        "call: Mato Kos -> Vuk Lazić",
        "call: Vuk Lazić -> Ivo Pek",
    )


def test_who_was_lent_a_vehicle_uses_it() -> None:
    """`Na korištenje` is to whom it was given."""
    check(
        "Vozilo [[T11-K-358|VEHICLE]] dato je na korištenje "
        "[[Vuku Laziću|PER|Vuk Lazić]].",
        "vehicle_user: Vuk Lazić -> T11-K-358",
    )


def test_money_goes_to_nobody_who_is_left_out() -> None:
    """Who paid bail paid nobody whom the sentence does not name."""
    check(
        "Uhapšen je [[Vuk Lazić|PER]]. Njegov otac [[Hasan|PER]] uplatio je jamčevinu "
        "od [[50.000 KM|MONEY|BAM 50000.00]].",
        "family: Vuk Lazić -- Hasan",
    )


def test_an_office_may_be_a_relatives() -> None:
    """`A direktor je njen brat` names the director behind the relative."""
    check(
        "Firmu [[Una d.o.o.|ORG]] je osnovala [[Ana Kos|PER]], a direktor je njen "
        "brat [[Ivo Kos|PER]].",
        "ownership: Ana Kos -> Una d.o.o.",
        "directorship: Ivo Kos -> Una d.o.o.",
        "family: Ana Kos -- Ivo Kos",
    )


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Vozilo [[A1|VEHICLE]] duži [[Vuk Lazić|PER]].", "vehicle_user: {} -> A1"),
        ("[[Vuk Lazić|PER]] vozi kombi za firmu [[Una|ORG]].", "employment: {} -> Una"),
        (
            "[[Vuk Lazić|PER]] je vojnik [[tog klana|ORG]].",
            "membership: {} -> tog klana",
        ),
        ("[[Vuk Lazić|PER]] ode na posao u [[Una|ORG]].", "employment: {} -> Una"),
        ("U firmi [[Una|ORG]] udjele ima [[Vuk Lazić|PER]].", "ownership: {} -> Una"),
        (
            "Robu [[Vuk Lazić|PER]] prevozi do [[Brčkog|LOC|Brčko]].",
            "travel: {} -> Brčko",
        ),
        (
            "[[Vuk Lazić|PER]] ima prijavljeni boravak u [[Budvi|LOC|Budva]].",
            "resides_at: {} -> Budva",
        ),
    ],
)
def test_words_of_the_field(text: str, relation: str) -> None:
    """Words that state a relation in the documents of the region."""
    check(text, relation.format("Vuk Lazić"))
