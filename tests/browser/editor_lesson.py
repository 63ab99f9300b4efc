"""The lesson that the editor of the browser tests writes, with its English words."""

from PIL import Image, ImageDraw

from tests.browser.editor import Choice, Screen

COURSE = {"km": "ចូលប្រើអ៊ីនធឺណិត", "en": "Getting online"}
NEW_ENDING = "មុននឹងចេញពីផ្ទះ សូមសាកថ្មឱ្យពេញ។"
ENGLISH = {
    "សន្សំថ្មទូរស័ព្ទ": "Saving your phone's battery",
    "បន្ទាប់ពីមេរៀននេះ អ្នកអាចធ្វើឱ្យថ្មទូរស័ព្ទប្រើបានយូរជាងមុន។": (
        "After this lesson you can make your phone's battery last longer."
    ),
    "បន្ថយពន្លឺអេក្រង់ ហើយបិទអ្វីដែលអ្នកមិនប្រើ។": "Turn the screen down and switch off what you do not use.",
    "អ្វីប្រើថ្មច្រើនជាងគេ?": "What uses the most battery?",
    "អេក្រង់ភ្លឺប្រើថ្មច្រើនជាងគេ។ បន្ថយពន្លឺនៅពេលអ្នកនៅក្នុងផ្ទះ។": (
        "A bright screen uses the most battery. Turn it down when you are indoors."
    ),
    "ទូរស័ព្ទដែលនៅសល់ថ្មពាក់កណ្ដាល": "A phone whose battery is half full",
    "សាកល្បងខ្លួនឯង": "Try it yourself",
    "គិតអំពីទូរស័ព្ទរបស់អ្នក រួចឆ្លើយសំណួរ។": "Think of your own phone, then answer the question.",
    "ថ្មជិតអស់ ហើយអ្នកត្រូវហៅទូរស័ព្ទទៅផ្ទះ។ តើអ្នកធ្វើអ្វីមុនគេ?": (
        "The battery is nearly empty and you must call home. What do you do first?"
    ),
    "បន្ថយពន្លឺអេក្រង់": "Turn the screen down",
    "ត្រូវហើយ។ អេក្រង់ប្រើថ្មច្រើនជាងគេ។": "Yes. The screen uses the most battery.",
    "មើលវីដេអូពេលរង់ចាំ": "Watch a video while you wait",
    "វីដេអូប្រើទាំងអេក្រង់ ទាំងអ៊ីនធឺណិត ដូច្នេះថ្មអស់លឿន។": (
        "A video uses both the screen and the internet, so the battery empties fast."
    ),
    "បើកពិលនៃទូរស័ព្ទ": "Switch on the torch of the phone",
    "ពិលក៏ប្រើថ្មដែរ។ សូមបិទវា។": "The torch uses battery too. Switch it off.",
}
KHMER = list(ENGLISH)


def lesson(picture, *, words=None):
    """The lesson as `write_lesson` takes it; `words` are its 15 texts, in Khmer unless given."""
    title, aim, remember, heading, text, shown, second_heading, second_text, prompt, *choices = words or KHMER
    question = [
        Choice(choice, feedback, is_correct=number == 0)
        for number, (choice, feedback) in enumerate(zip(choices[::2], choices[1::2], strict=True))
    ]
    return {
        "title": title,
        "aim": aim,
        "remember": remember,
        "screens": [
            Screen(heading, text, picture=(picture, shown)),
            Screen(second_heading, second_text, question=(prompt, question)),
        ],
    }


def draw_picture(path):
    """A small PNG: a phone with half of its battery; returns the path."""
    picture = Image.new("RGB", (640, 360), "#cfe8e4")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((240, 20, 400, 340), 20, fill="#16353a")
    pen.rectangle((260, 180, 380, 310), fill="#2f7d4f")
    picture.save(path)
    return path
