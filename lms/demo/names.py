"""Common Khmer names, in Khmer and Latin letters, joined at random: no one person is meant."""

FAMILY = [
    ("សុខ", "Sok"),
    ("ចាន់", "Chan"),
    ("គឹម", "Kim"),
    ("លី", "Ly"),
    ("ហេង", "Heng"),
    ("កែវ", "Keo"),
    ("ម៉ៅ", "Mao"),
    ("ពេជ្រ", "Pich"),
    ("ប៊ុន", "Bun"),
    ("ឈឹម", "Chhim"),
    ("ទេព", "Tep"),
    ("នួន", "Nuon"),
    ("យឹម", "Yim"),
    ("រស់", "Ros"),
    ("មាស", "Meas"),
    ("ជា", "Chea"),
    ("សៅ", "Sao"),
    ("ព្រំ", "Prum"),
    ("លឹម", "Lim"),
    ("ទូច", "Touch"),
    ("ផាន", "Phan"),
    ("ខៀវ", "Khiev"),
    ("ឡុង", "Long"),
    ("អ៊ុំ", "Oum"),
]

WOMEN = [
    ("ស្រីមុំ", "Sreymom"),
    ("ចន្ថា", "Chantha"),
    ("សុភា", "Sophea"),
    ("ស្រីពៅ", "Sreypov"),
    ("បុប្ផា", "Bopha"),
    ("រចនា", "Rachana"),
    ("ម៉ាលី", "Maly"),
    ("ដាវី", "Davy"),
    ("សុខា", "Sokha"),
    ("វណ្ណា", "Vanna"),
    ("ស្រីនាង", "Sreyneang"),
    ("កល្យាណ", "Kalyan"),
    ("ធីតា", "Thida"),
    ("ផល្លី", "Phally"),
    ("សុជាតា", "Socheata"),
    ("លក្ខិណា", "Leakhena"),
    ("គន្ធា", "Kunthea"),
    ("នារី", "Neary"),
    ("រស្មី", "Raksmey"),
    ("ធារី", "Theary"),
]

MEN = [
    ("វិចិត្រ", "Vichet"),
    ("ដារ៉ា", "Dara"),
    ("រតនា", "Ratana"),
    ("ពិសិដ្ឋ", "Piseth"),
    ("វិបុល", "Vibol"),
    ("សុវណ្ណ", "Sovann"),
    ("ចំរើន", "Chamroeun"),
    ("បូរី", "Borey"),
    ("សំណាង", "Samnang"),
    ("វុទ្ធី", "Vuthy"),
    ("កុសល", "Kosal"),
    ("រិទ្ធី", "Rithy"),
    ("ណារិទ្ធ", "Narith"),
    ("ធារ៉ា", "Theara"),
    ("សុផល", "Sophal"),
    ("ប៊ុនធឿន", "Bunthoeun"),
    ("មករា", "Makara"),
    ("សុខុម", "Sokhom"),
]

NICKNAMES = ["ពៅ", "ដា", "នី", "លីន", "ចាន់ថា", "ម៉ី", "រិទ្ធ", "សុខ", "តូច", "ណា", "វី", "ធី", "បូ", "រ៉ា", "ភា"]


def full_name(dice, gender):
    """The four name fields of a Person; now and then no Latin spelling is known."""
    family = dice.choice(FAMILY)
    given = dice.choice({"female": WOMEN, "male": MEN}.get(gender, WOMEN + MEN))
    has_latin = dice.random() < 0.7
    return {
        "family_name_km": family[0],
        "given_name_km": given[0],
        "family_name_latin": family[1] if has_latin else "",
        "given_name_latin": given[1] if has_latin else "",
    }
