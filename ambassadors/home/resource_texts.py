"""The texts for ambassadors that ship with Sala, {code: (place, names, texts)}. Editors change them freely."""

RESOURCES = {
    "checklist": (
        10,
        ("បញ្ជីត្រួតពិនិត្យសម្រាប់វគ្គមួយ", "Checklist for a session"),
        (
            "<h3>ថ្ងៃមុន</h3>"
            "<ul><li>ទូរសព្ទទៅម្ចាស់កន្លែង ហើយបញ្ជាក់ពេលវេលា។</li>"
            "<li>រក្សាទុកវគ្គសិក្សាក្នុងទូរសព្ទ ហើយអានមេរៀនម្តងទៀត។</li>"
            "<li>សាកថ្មទូរសព្ទ និងថ្មបម្រុងឱ្យពេញ។</li></ul>"
            "<h3>មុនចាប់ផ្តើម</h3>"
            "<ul><li>ទៅដល់មុន 15 នាទី ហើយសាកល្បងវ៉ាយហ្វាយ។</li>"
            "<li>រៀបកន្លែងអង្គុយឱ្យចាស់ៗ និងជនមានពិការភាពចូលបានងាយ ហើយមើលឃើញ។</li>"
            "<li>ប្រាប់ឈ្មោះអ្នក និងប្រាប់ថាវគ្គនេះឥតគិតថ្លៃ។</li></ul>"
            "<h3>ពេលបង្រៀន</h3>"
            "<ul><li>ឱ្យអ្នករៀនកាន់ទូរសព្ទខ្លួនឯង។ បង្ហាញ តែកុំធ្វើជំនួស។</li>"
            "<li>សួរស្ត្រី និងចាស់ៗមុនគេ ព្រោះពួកគាត់ច្រើនតែនៅស្ងៀម។</li>"
            "<li>កុំសុំលេខសម្ងាត់របស់អ្នកណា ហើយកុំសរសេរវាទុក។</li></ul>"
            "<h3>មុនចេញទៅ</h3>"
            "<ul><li>រាប់មនុស្ស៖ ស្រី ប្រុស និងអាយុ។</li>"
            "<li>សួរថាចូលចិត្តឬទេ ដោយលើកដៃម្តងសម្រាប់មុខនីមួយៗ។</li>"
            "<li>កត់ត្រាវគ្គភ្លាម ក្នុងពេលពីរនាទី ទោះគ្មានបណ្តាញក៏ដោយ។</li>"
            "<li>ប្រាប់ថ្ងៃវគ្គបន្ទាប់ ហើយដាក់ក្នុងផែនការ។</li></ul>",
            "<h3>The day before</h3>"
            "<ul><li>Call the host and confirm the time.</li>"
            "<li>Save the course on your phone and read the lesson once more.</li>"
            "<li>Charge the phone and a power bank.</li></ul>"
            "<h3>Before you begin</h3>"
            "<ul><li>Be there 15 minutes early and try the Wi-Fi.</li>"
            "<li>Arrange the seats so that old people and people with disabilities can get in easily and can see.</li>"
            "<li>Say your name, and that the session is free of charge.</li></ul>"
            "<h3>While you teach</h3>"
            "<ul><li>Learners hold their own phone. Show, but do not do it for them.</li>"
            "<li>Ask women and old people first: they are often the quiet ones.</li>"
            "<li>Never ask for anybody's password or PIN, and never write one down.</li></ul>"
            "<h3>Before you leave</h3>"
            "<ul><li>Count the people: women, men, ages.</li>"
            "<li>Ask how they liked it, hands up once for each face.</li>"
            "<li>Log the session at once, in two minutes, also without a network.</li>"
            "<li>Say when the next session is, and put it into your plan.</li></ul>",
        ),
    ),
    "consent": (
        20,
        ("អ្វីត្រូវនិយាយ មុនសុំការយល់ព្រម", "What to say before you ask for consent"),
        (
            "<p>និយាយដោយពាក្យផ្ទាល់ខ្លួន យឺតៗ ហើយឱ្យមានពេលសួរ៖</p>"
            "<ol><li>«អ្នករៀនបានទាំងអស់ ដោយមិនបាច់ប្រាប់ឈ្មោះ។»</li>"
            "<li>«បើអ្នកចង់បន្តរៀនលើទូរសព្ទណាក៏បាន សាលាអាចចាំថាអ្នករៀនដល់ណា។ ខ្ញុំនឹងអានអត្ថបទឱ្យអ្នកស្តាប់។»</li>"
            "<li>អានអត្ថបទខាងក្រោម ពីដើមដល់ចប់។</li>"
            "<li>«តើអ្នកយល់ព្រមទេ? អ្នកអាចនិយាយថាទេ ហើយអ្នកនៅតែរៀនបាន។»</li>"
            "<li>បើគាត់ស្ទាក់ស្ទើរ ចម្លើយគឺទេ។</li></ol>"
            "<p>អ្នករៀនអាយុក្រោម 18 ឆ្នាំ៖ ឪពុកម្តាយ អាណាព្យាបាល ឬគ្រូ ត្រូវយល់ព្រមជាមុន ហើយសរសេរតែឈ្មោះហៅក្រៅ។</p>"
            "<p>កុំថតមុខអ្នករៀន។ សិស្សសាលា៖ រាប់តែចំនួន កុំសរសេរឈ្មោះ។</p>",
            "<p>Say it in your own words, slowly, and leave time for questions:</p>"
            "<ol><li>“You can learn everything here without telling your name.”</li>"
            "<li>“If you want to go on from any phone, Sala can remember how far you are. I will read the text to "
            "you.”</li>"
            "<li>Read the text below from beginning to end.</li>"
            "<li>“Do you agree? You can say no, and you can still learn.”</li>"
            "<li>If they hesitate, the answer is no.</li></ol>"
            "<p>Learners under 18: a parent, guardian or teacher has to agree first, and only a nickname is "
            "written.</p>"
            "<p>Do not photograph the faces of learners. Pupils at school: count them only, write no names.</p>",
        ),
    ),
    "safeguarding": (
        30,
        ("បើនរណាម្នាក់មិនមានសុវត្ថិភាព", "If somebody is not safe"),
        (
            "<ul><li>ស្តាប់ដោយស្ងប់ស្ងាត់។ កុំសន្យាថានឹងរក្សាការសម្ងាត់ ហើយកុំស៊ើបអង្កេតខ្លួនឯង។</li>"
            "<li>មានគ្រោះថ្នាក់ភ្លាមៗ៖ ទូរសព្ទទៅនគរបាល "
            '<a href="tel:117">117</a> ឬទៅប៉ុស្តិ៍នគរបាលដែលនៅជិតបំផុត។</li>'
            "<li>កុមារ និងយុវជនរហូតដល់អាយុ 25 ឆ្នាំ៖ ខ្សែទូរសព្ទជំនួយកុមារកម្ពុជា "
            '<a href="tel:1280">1280</a> ឥតគិតថ្លៃ ទាំងថ្ងៃទាំងយប់។</li>'
            "<li>ប្រាប់អ្នកសម្របសម្រួលរបស់អ្នកក្នុងថ្ងៃតែមួយ ដោយផ្ទាល់ ឬតាមទូរសព្ទ។</li>"
            "<li>បើរឿងនោះទាក់ទងនឹងទូតឌីជីថល ឬបុគ្គលិក សូមប្រើ «ប្តឹងតវ៉ា» ដែលមានតែអ្នកគ្រប់គ្រងអានបាន។</li></ul>"
            "<p>កុំនៅម្នាក់ឯងជាមួយកុមារ។ កុំឱ្យលេខទូរសព្ទ ឬគណនីផ្ទាល់ខ្លួនរបស់អ្នកទៅកុមារ។</p>",
            "<ul><li>Listen calmly. Do not promise to keep it a secret, and do not investigate yourself.</li>"
            '<li>Danger right now: call the police, <a href="tel:117">117</a>, or go to the nearest police post.</li>'
            "<li>Children and young people up to 25: Child Helpline Cambodia, "
            '<a href="tel:1280">1280</a>, free of charge, day and night.</li>'
            "<li>Tell your coordinator the same day, face to face or by phone.</li>"
            "<li>Is it about an ambassador or the staff? Use “Complain”, which only managers read.</li></ul>"
            "<p>Never be alone with a child. Do not give children your own phone number or account.</p>",
        ),
    ),
    "what-to-bring": (
        40,
        ("អ្វីត្រូវយកទៅជាមួយ", "What to bring"),
        (
            "<ul><li>ទូរសព្ទដែលមានវគ្គសិក្សារក្សាទុករួច និងថ្មបម្រុង</li>"
            "<li>ផ្ទាំងកូដរបស់តំបន់វ៉ាយហ្វាយ ឬអាសយដ្ឋានសាលាសរសេរលើក្រដាស</li>"
            "<li>ក្រដាស និងប៊ិច សម្រាប់សរសេរលេខកូដកាតអ្នករៀនថ្មី</li>"
            "<li>ទម្រង់ក្រដាសមួយសន្លឹក ក្រែងអស់ថ្ម</li></ul>",
            "<ul><li>your phone with the course saved on it, and a power bank</li>"
            "<li>the poster of the Wi-Fi zone, or Sala's address written on paper</li>"
            "<li>paper and pen for the codes of new learner cards</li>"
            "<li>one paper form, in case the battery is empty</li></ul>",
        ),
    ),
}
