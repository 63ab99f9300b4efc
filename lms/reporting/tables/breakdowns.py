"""Reach by gender over time, by age, by area and by channel. The row "all" is the whole, never a sum of parts
where the measure is people."""

from collections import Counter

from lms.models import AgeBand, Area
from lms.reporting import registry
from lms.reporting.people import ByGender, together
from lms.reporting.tables.shape import (
    NOT_RECORDED,
    PART,
    PARTICIPATIONS,
    PEOPLE,
    ROW,
    USAGE,
    WHOLE,
    Column,
    Table,
    gender_columns,
    gender_values,
    usage_values,
)

AGE_BANDS_KM = {
    AgeBand.AGE_0_9: "0–9 ឆ្នាំ",
    AgeBand.AGE_10_14: "10–14 ឆ្នាំ",
    AgeBand.AGE_15_17: "15–17 ឆ្នាំ",
    AgeBand.AGE_18_24: "18–24 ឆ្នាំ",
    AgeBand.AGE_25_30: "25–30 ឆ្នាំ",
    AgeBand.AGE_31_45: "31–45 ឆ្នាំ",
    AgeBand.AGE_46_59: "46–59 ឆ្នាំ",
    AgeBand.AGE_60: "60 ឆ្នាំឡើងទៅ",
    AgeBand.NOT_RECORDED: "មិនបានកត់ត្រា",
}
LEVELS = {
    Area.Level.PROVINCE: "province",
    Area.Level.DISTRICT: "district",
    Area.Level.COMMUNE: "commune",
    Area.Level.VILLAGE: "village",
}


def people_in_whole(reach):
    return reach.people.by_cell(lambda *cell: WHOLE).get(WHOLE, ByGender())


def participations_in_whole(reach):
    return reach.participations_by(lambda *cell: WHOLE).get(WHOLE, ByGender())


def gender_rows(reach):
    """The period, and each month of it."""
    new = reach.people.new_by_day
    yield _time_row(WHOLE, reach.period, people_in_whole(reach), participations_in_whole(reach), new)
    months = reach.period.months
    by_month = [ByGender() for _month in months]
    position = {(month.start.year, month.start.month): index for index, month in enumerate(months)}
    for (day, gender), count in reach.participations_by_day.items():
        by_month[position[day.year, day.month]][gender] += count
    for month, participations in zip(months, by_month, strict=True):
        yield _time_row(PART, month, reach.people.during(month), participations, new)


def _time_row(row, period, people, participations, new_by_day):
    new = sum(count for day, count in new_by_day.items() if day in period)
    return (
        row,
        period.code,
        period.start,
        period.last_day,
        *gender_values(people),
        new,
        people.total() - new,
        *gender_values(participations),
    )


def age_rows(reach):
    people = reach.people.by_cell(lambda gender, band, is_new: band)
    participations = reach.participations_by(lambda channel, named, area, gender, band: band)
    yield (
        WHOLE,
        "",
        "All ages",
        "គ្រប់អាយុ",
        *gender_values(people_in_whole(reach)),
        *gender_values(participations_in_whole(reach)),
    )
    # A band that is in no list would be a fault: it is shown, so that the checks find it.
    for band in [*AgeBand, *sorted((people.keys() | participations.keys()) - set(AgeBand.values))]:
        english = "Not recorded" if band == AgeBand.NOT_RECORDED else f"{str(band).replace('-', '–')} years"
        yield (
            PART,
            str(band),
            english,
            AGE_BANDS_KM.get(band, ""),
            *gender_values(people.get(band, ByGender())),
            *gender_values(participations.get(band, ByGender())),
        )


def area_rows(reach):
    """The whole, then each area under the areas it is part of, with "not recorded" wherever something is.

    Communes of a district add up to it, districts to their province, for additive measures.
    """
    return AreaRows(reach).all()


class AreaRows:
    def __init__(self, reach):
        self.reach, self.tree = reach, reach.areas
        self.own = reach.participations_by(lambda channel, named, area, gender, band: (area,))
        self.participations, self.sessions, self.places = {}, Counter(), {}
        for (area,), counts in self.own.items():
            for above in self.tree.above(area) or [None]:
                self.participations.setdefault(above, ByGender()).update(counts)
        for (status, area), count in reach.delivered.items():
            if status == registry.COUNTED:
                self.sessions.update(dict.fromkeys(self.tree.above(area), count))
        for place in reach.wifi:
            for above in self.tree.above(place.area):
                self.places.setdefault(above, []).append(place)
        self.has_figures = self.participations.keys() | self.sessions.keys() | self.places.keys()
        delivered = {area for status, area in reach.delivered if status == registry.COUNTED}
        self.direct = {area for (area,) in self.own} | delivered | {place.area for place in reach.wifi}

    def all(self):
        yield self.row(
            WHOLE,
            "all",
            ("", "All areas", "គ្រប់តំបន់", ""),
            people_in_whole(self.reach),
            participations_in_whole(self.reach),
            sum(count for (state, _), count in self.reach.delivered.items() if state == registry.COUNTED),
            self.reach.wifi,
        )
        roots = self.reach.scope.roots
        for root in self.tree.children.get(None, []) if roots is None else roots:
            if roots is not None or root.pk in self.has_figures:
                yield from self.below(root)
        if None in self.direct:
            yield self.not_recorded(None, self.reach.people.by_area)

    def below(self, area):
        yield self.of(area)
        if area.level >= Area.Level.COMMUNE:
            return
        for child in self.tree.children.get(area.pk, []):
            if child.pk in self.has_figures or self.tree.shown(child, self.reach.period):
                yield from self.below(child)
        if area.pk in self.direct:
            yield self.not_recorded(area, self.reach.people.in_own_area)

    def of(self, area):
        parent = self.tree.areas[area.parent_id].code if area.parent_id else ""
        return self.row(
            PART,
            LEVELS[area.level],
            (area.code, area.name_latin, area.name_km, parent),
            self.reach.people.by_area.get(area.pk, ByGender()),
            self.participations.get(area.pk, ByGender()),
            self.sessions[area.pk],
            self.places.get(area.pk, []),
        )

    def not_recorded(self, area, people):
        """What happened in an area without its commune, or in no recorded area at all."""
        pk = area.pk if area else None
        return self.row(
            PART,
            NOT_RECORDED,
            ("", "Area not recorded", "មិនបានកត់ត្រាតំបន់", area.code if area else ""),
            people.get(pk, ByGender()),
            self.own.get((pk,), ByGender()),
            self.reach.delivered[registry.COUNTED, pk],
            [place for place in self.reach.wifi if place.area == pk],
        )

    def row(self, row, level, names, people, participations, sessions, places):
        return (
            row,
            level,
            *names,
            *gender_values(people),
            *gender_values(participations),
            sessions,
            *usage_values(places),
        )


def pending_by_channel(reach):
    """{channel: ByGender} of participations in training sessions that wait for review"""
    found = {}
    for (channel, gender), count in reach.pending.items():
        found.setdefault(channel, ByGender())[gender] += count
    return found


def channel_rows(reach):
    people = reach.people.by("channel")
    participations = reach.participations_by(lambda channel, *cell: channel)
    pending = pending_by_channel(reach)
    yield (
        WHOLE,
        "",
        "All channels",
        "គ្រប់មធ្យោបាយ",
        *gender_values(people_in_whole(reach)),
        *gender_values(participations_in_whole(reach)),
        *gender_values(together(pending.values())),
    )
    for source in registry.participations():
        yield (
            PART,
            source.channel,
            source.name_en,
            source.name_km,
            *gender_values(people.get(source.channel, ByGender())),
            *gender_values(participations.get(source.channel, ByGender())),
            *gender_values(pending.get(source.channel, ByGender())),
        )


REACH_GENDER = Table(
    "reach_gender",
    "Reach by gender and month",
    "មនុស្សដែលបានទទួល និងការចូលរួម តាមភេទ និងតាមខែ",
    (
        ROW,
        Column("Period", "រយៈពេល"),
        Column("From", "ចាប់ពី", "date"),
        Column("To", "ដល់", "date"),
        *PEOPLE,
        Column("New people", "មនុស្សថ្មី", "count", True),
        Column("Returning people", "មនុស្សដែលត្រឡប់មកវិញ", "count"),
        *PARTICIPATIONS,
    ),
    gender_rows,
)
REACH_AGE = Table(
    "reach_age",
    "Reach by age band and gender",
    "មនុស្សដែលបានទទួល និងការចូលរួម តាមក្រុមអាយុ និងភេទ",
    (
        ROW,
        Column("Age band", "ក្រុមអាយុ"),
        Column("Age in English", "អាយុជាភាសាអង់គ្លេស"),
        Column("Age in Khmer", "អាយុជាភាសាខ្មែរ"),
        *PEOPLE,
        *PARTICIPATIONS,
    ),
    age_rows,
)
REACH_AREA = Table(
    "reach_area",
    "Reach by area and gender",
    "មនុស្សដែលបានទទួល និងការចូលរួម តាមតំបន់ និងភេទ",
    (
        ROW,
        Column("Level", "ថ្នាក់"),
        Column("Area code", "លេខកូដតំបន់"),
        Column("Area", "តំបន់ជាអក្សរឡាតាំង"),
        Column("Area in Khmer", "តំបន់ជាភាសាខ្មែរ"),
        Column("Part of", "ស្ថិតក្នុង"),
        *PEOPLE,
        *PARTICIPATIONS,
        Column("Training sessions", "វគ្គបណ្តុះបណ្តាល", "count", True),
        *USAGE,
    ),
    area_rows,
)
REACH_CHANNEL = Table(
    "reach_channel",
    "Reach by channel and gender",
    "មនុស្សដែលបានទទួល និងការចូលរួម តាមមធ្យោបាយ និងភេទ",
    (
        ROW,
        Column("Channel", "មធ្យោបាយ"),
        Column("Channel in English", "មធ្យោបាយជាភាសាអង់គ្លេស"),
        Column("Channel in Khmer", "មធ្យោបាយជាភាសាខ្មែរ"),
        *PEOPLE,
        *PARTICIPATIONS,
        *gender_columns("Participations waiting for review", "ការចូលរួមកំពុងរង់ចាំពិនិត្យ", is_additive=True),
    ),
    channel_rows,
)
