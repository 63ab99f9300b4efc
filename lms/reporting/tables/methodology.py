"""What each number means, in both languages, beside the numbers (counting.md)."""

from lms.reporting.tables.shape import Column, Table

# Counting rules as written here. A change of what a figure means gets the next number, and old hashes stay apart.
DEFINITIONS_VERSION = 2

YES, NO = "yes", "no"

# (item, name en, name km, definition en, definition km, additive)
DEFINITIONS = (
    (
        "people_reached",
        "People reached",
        "មនុស្សដែលបានទទួល",
        "Distinct registered persons with at least one participation that counts. A person counts once, however "
        "many training sessions, lessons or channels reached them. Never add this over periods, areas, channels "
        "or courses. Persons with two registrations that nobody has joined count twice.",
        "ចំនួនបុគ្គលដែលបានចុះឈ្មោះ ហើយមានការចូលរួមយ៉ាងតិចម្តង។ បុគ្គលម្នាក់រាប់តែម្តង "
        "ទោះបីបានចូលរួមប៉ុន្មានដង ឬតាមមធ្យោបាយណាក៏ដោយ។ មិនត្រូវបូកចំនួននេះតាមរយៈពេល តំបន់ មធ្យោបាយ ឬវគ្គសិក្សាឡើយ។ "
        "បុគ្គលដែលចុះឈ្មោះពីរដង ហើយមិនទាន់បានបញ្ចូលគ្នា រាប់ជាពីរ។",
        NO,
    ),
    (
        "participations",
        "Participations",
        "ការចូលរួម",
        "Attendances by name, heads counted without names, and completed lessons, those of guests included. "
        "One person may have many. Participations may be added.",
        "វត្តមានតាមឈ្មោះ ចំនួនមនុស្សរាប់ដោយគ្មានឈ្មោះ និងមេរៀនដែលបានបញ្ចប់ រួមទាំងមេរៀនរបស់ភ្ញៀវ។ "
        "បុគ្គលម្នាក់អាចមានការចូលរួមច្រើនដង។ ការចូលរួមអាចបូកបញ្ចូលគ្នាបាន។",
        YES,
    ),
    (
        "named_share",
        "Named share",
        "ភាគរយការចូលរួមដែលមានឈ្មោះ",
        "Participations of registered persons as a share of all participations. It says how much of the reach "
        "the number of people reached speaks for.",
        "ភាគរយនៃការចូលរួមរបស់បុគ្គលដែលបានចុះឈ្មោះ ក្នុងការចូលរួមទាំងអស់។ "
        "វាបង្ហាញថា ចំនួនមនុស្សដែលបានទទួល តំណាងឱ្យការចូលរួមប៉ុន្មានភាគរយ។",
        NO,
    ),
    (
        "new_people",
        "New people",
        "មនុស្សថ្មី",
        "People reached whose first participation ever, in the areas of this report, lies in the period. New people "
        "of consecutive periods may be added: the sum is everyone reached since the beginning.",
        "មនុស្សដែលបានទទួល ហើយការចូលរួមលើកដំបូងបំផុតរបស់ពួកគេ ក្នុងតំបន់នៃរបាយការណ៍នេះ ស្ថិតក្នុងរយៈពេលនេះ។ "
        "មនុស្សថ្មីក្នុងរយៈពេលបន្តបន្ទាប់គ្នា អាចបូកបញ្ចូលគ្នាបាន៖ ផលបូកគឺមនុស្សទាំងអស់ដែលបានទទួលតាំងពីដំបូង។",
        YES,
    ),
    (
        "returning_people",
        "Returning people",
        "មនុស្សដែលត្រឡប់មកវិញ",
        "People reached who had a participation before the period. New and returning people are all people reached.",
        "មនុស្សដែលបានទទួល ហើយធ្លាប់មានការចូលរួមមុនរយៈពេលនេះ។ មនុស្សថ្មី និងមនុស្សដែលត្រឡប់មកវិញ ស្មើនឹងមនុស្សដែលបានទទួលទាំងអស់។",
        NO,
    ),
    (
        "training_sessions",
        "Training sessions",
        "វគ្គបណ្តុះបណ្តាល",
        "Deliveries by digital ambassadors on one day at one venue, verified by a coordinator. One held by two "
        "ambassadors counts once. Those waiting for review are shown beside; returned, rejected and duplicate "
        "ones never count.",
        "ការបង្រៀនរបស់ទូតឌីជីថល ក្នុងមួយថ្ងៃ នៅទីកន្លែងមួយ ដែលអ្នកសម្របសម្រួលបានផ្ទៀងផ្ទាត់។ "
        "វគ្គដែលទូតឌីជីថលពីរនាក់បង្រៀន រាប់តែម្តង។ វគ្គដែលកំពុងរង់ចាំពិនិត្យ បង្ហាញដោយឡែក។ "
        "វគ្គដែលត្រូវកែ បានបដិសេធ ឬស្ទួន មិនរាប់ឡើយ។",
        YES,
    ),
    (
        "connections",
        "Connections",
        "ការភ្ជាប់",
        "Wi-Fi sessions of devices that began in the period. Devices are not people.",
        "ការភ្ជាប់វ៉ាយហ្វាយរបស់ឧបករណ៍ ដែលចាប់ផ្តើមក្នុងរយៈពេលនេះ។ ឧបករណ៍មិនមែនជាមនុស្សទេ។",
        YES,
    ),
    (
        "device_days",
        "Device-days",
        "ចំនួនឧបករណ៍ក្នុងមួយថ្ងៃៗ",
        "Devices seen in a zone on a day, added over days and zones. Phones change their address, so nothing is "
        "said about devices over more than a day.",
        "ចំនួនឧបករណ៍ដែលបានឃើញក្នុងតំបន់វ៉ាយហ្វាយមួយ ក្នុងមួយថ្ងៃ បូកតាមថ្ងៃ និងតាមតំបន់។ "
        "ទូរសព្ទប្តូរអាសយដ្ឋានរបស់វា ដូច្នេះមិនអាចដឹងអំពីឧបករណ៍លើសពីមួយថ្ងៃឡើយ។",
        YES,
    ),
    (
        "hours_and_volume",
        "Hours online and gigabytes",
        "ម៉ោងភ្ជាប់ និងជីហ្គាបៃ",
        "Time that devices were connected, and data in both directions (one gigabyte is 1,000,000,000 bytes), as "
        "counted when the report was made.",
        "រយៈពេលដែលឧបករណ៍បានភ្ជាប់ និងទិន្នន័យទាំងពីរទិស (មួយជីហ្គាបៃស្មើនឹង 1,000,000,000 បៃ) តាមការរាប់នៅពេលធ្វើរបាយការណ៍។",
        YES,
    ),
    (
        "gender",
        "Gender",
        "ភេទ",
        "As the person says; in a headcount as counted by the facilitator; never guessed. Undisclosed is an answer "
        "(prefers not to say); not recorded is a gap. % female and the female/male ratio leave both out, and are "
        "empty where nobody remains.",
        "តាមចម្លើយរបស់បុគ្គល។ ក្នុងចំនួនមនុស្សរាប់ តាមការរាប់របស់អ្នកបង្រៀន។ មិនដែលទាយឡើយ។ “មិនចង់ប្រាប់” ជាចម្លើយ។ "
        "“មិនបានកត់ត្រា” ជាកង្វះទិន្នន័យ។ ភាគរយស្រី និងអនុបាតស្រីធៀបនឹងប្រុស មិនរាប់ទាំងពីរនេះទេ "
        "ហើយទុកទទេពេលគ្មាននរណានៅសល់។",
        "",
    ),
    (
        "age",
        "Age",
        "អាយុ",
        "Calendar year less year of birth, else the age band as stated or counted. Participations: at their date. "
        "People reached: at the end of the period.",
        "ឆ្នាំប្រតិទិន ដកឆ្នាំកំណើត ឬក្រុមអាយុតាមការប្រាប់ ឬតាមការរាប់។ ការចូលរួម៖ អាយុនៅថ្ងៃចូលរួម។ "
        "មនុស្សដែលបានទទួល៖ អាយុនៅចុងរយៈពេល។",
        "",
    ),
    (
        "area",
        "Area",
        "តំបន់រដ្ឋបាល",
        "Where the training session was held; for a completed lesson the venue whose poster the learner came through, "
        "else the commune where the person lives, else not recorded. A report for an area leaves out what has no "
        "recorded area.",
        "តំបន់ដែលវគ្គបណ្តុះបណ្តាលបានធ្វើ។ សម្រាប់មេរៀនដែលបានបញ្ចប់ គឺទីកន្លែងនៃផ្ទាំងប្រកាសដែលអ្នករៀនបានស្កេន "
        "ឬឃុំ/សង្កាត់ដែលបុគ្គលរស់នៅ ឬមិនបានកត់ត្រា។ របាយការណ៍សម្រាប់តំបន់មួយ មិនរាប់អ្វីដែលគ្មានតំបន់ឡើយ។",
        "",
    ),
    (
        "disability",
        "Disability",
        "ពិការភាព",
        "Of registered persons: a lot of difficulty in at least one domain of the Washington Group Short Set. In a "
        "headcount: a separate observed figure of the training session, not split by gender.",
        "សម្រាប់បុគ្គលដែលបានចុះឈ្មោះ៖ មានការលំបាកខ្លាំងយ៉ាងតិចមួយ តាមសំណួរខ្លីរបស់ក្រុមវ៉ាស៊ីនតោន។ "
        "ក្នុងចំនួនមនុស្សរាប់៖ ជាចំនួនដោយឡែកនៃវគ្គបណ្តុះបណ្តាល ដែលមិនបែងចែកតាមភេទ។",
        "",
    ),
    (
        "priority_groups",
        "Priority groups",
        "ក្រុមអាទិភាព",
        "People from poor households and from groups that are often left out, as the facilitator knows them: nobody "
        "is asked to show a card. They are among the participations of the training session already, and one person "
        "may be in both groups. Empty where nobody counted them.",
        "មនុស្សមកពីគ្រួសារក្រីក្រ និងមកពីក្រុមដែលច្រើនត្រូវគេមើលរំលង តាមការដឹងរបស់អ្នកបង្រៀន៖ គ្មាននរណាត្រូវបង្ហាញប័ណ្ណឡើយ។ "
        "ពួកគេរាប់ក្នុងការចូលរួមនៃវគ្គបណ្តុះបណ្តាលរួចហើយ ហើយមនុស្សម្នាក់អាចនៅក្នុងក្រុមទាំងពីរ។ ទុកទទេ នៅពេលគ្មាននរណារាប់។",
        YES,
    ),
    (
        "faces",
        "Faces",
        "មុខ",
        "How those present liked the training session: how many chose each of three faces, if they wanted to and "
        "without names. Empty where nobody was asked.",
        "អ្នកចូលរួមពេញចិត្តវគ្គបណ្តុះបណ្តាលប៉ុនណា៖ ចំនួនអ្នកដែលបានជ្រើសមុខនីមួយៗ ក្នុងមុខទាំងបី ដោយស្ម័គ្រចិត្ត និងគ្មានឈ្មោះ។ "
        "ទុកទទេ នៅពេលគ្មាននរណាសួរ។",
        YES,
    ),
    (
        "period",
        "Period",
        "រយៈពេល",
        "From its first day to its last, by the date of the participation in the city's time zone, not by when it was "
        "sent.",
        "ចាប់ពីថ្ងៃដំបូងដល់ថ្ងៃចុងក្រោយ តាមកាលបរិច្ឆេទនៃការចូលរួមតាមម៉ោងក្នុងទីក្រុង មិនមែនតាមពេលដែលបានផ្ញើទេ។",
        "",
    ),
    (
        "cut_off",
        "Cut-off",
        "ពេលបិទទិន្នន័យ",
        "What was recorded or decided after the cut-off does not count.",
        "អ្វីដែលបានកត់ត្រា ឬសម្រេចក្រោយពេលបិទទិន្នន័យ មិនរាប់ឡើយ។",
        "",
    ),
    (
        "row",
        "Rows named all",
        "ជួរឈ្មោះ all",
        "The whole, counted by itself. Leave it out when you add or pivot; and never add people reached.",
        "ចំនួនទាំងមូល រាប់ដោយឡែក។ សូមកុំបូកវាជាមួយជួរផ្សេង ហើយកុំបូកចំនួនមនុស្សដែលបានទទួល។",
        "",
    ),
)


def rows(reach):
    yield from DEFINITIONS
    period, scope = reach.period, reach.scope
    yield (
        "this_period",
        "This report: period",
        "របាយការណ៍នេះ៖ រយៈពេល",
        f"{period.code}: {period.label('en')} ({period.start} – {period.last_day})",
        f"{period.label('km')} ({period.start} – {period.last_day})",
        "",
    )
    yield (
        "this_area",
        "This report: area",
        "របាយការណ៍នេះ៖ តំបន់",
        scope.label("en"),
        scope.label("km"),
        "",
    )
    cut_off = reach.as_of.isoformat(timespec="seconds")
    yield ("this_cut_off", "This report: cut-off", "របាយការណ៍នេះ៖ ពេលបិទទិន្នន័យ", cut_off, cut_off, "")


METHODOLOGY = Table(
    "methodology",
    "What the numbers mean",
    "អត្ថន័យនៃលេខ",
    (
        Column("Item", "ធាតុ"),
        Column("Name", "ឈ្មោះជាភាសាអង់គ្លេស"),
        Column("Name in Khmer", "ឈ្មោះជាភាសាខ្មែរ"),
        Column("Definition", "និយមន័យជាភាសាអង់គ្លេស"),
        Column("Definition in Khmer", "និយមន័យជាភាសាខ្មែរ"),
        Column("Additive", "អាចបូកបញ្ចូលគ្នា"),
    ),
    rows,
    is_figures=False,
)
