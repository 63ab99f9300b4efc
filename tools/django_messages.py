"""Django's own messages that our Khmer catalogue says anew: Django's has gaps and mistakes in Khmer.

Nobody imports this. It is here for `makemessages`, which would otherwise take their translations for left-overs.
Where the Khmer leaves out what was typed, a note tells gettext not to look for it.
"""

# ruff: noqa: ERA001 (notes to gettext look like code)

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext, pgettext

_("%(model)s instance with %(field)s %(value)r is not a valid choice.")
_("%(model_name)s with this %(field_labels)s already exists.")
_("A user with that username already exists.")
_("AM")
_("Clear")
_("Constraint “%(name)s” is violated.")
_("Currently")
_("Designates whether this user should be treated as active. Unselect this instead of deleting accounts.")
# xgettext:no-python-format
_("Ensure this value is %(limit_value)s (it is %(show_value)s).")
_("Ensure this value is a multiple of step size %(limit_value)s.")
_("Ensure this value is greater than or equal to %(limit_value)s.")
_("Ensure this value is less than or equal to %(limit_value)s.")
_("Enter a complete value.")
_("Enter a list of values.")
_("Enter a number.")
_("Enter a valid JSON.")
_("Enter a valid URL.")
_("Enter a valid UUID.")
_("Enter a valid date.")
_("Enter a valid date/time.")
_("Enter a valid domain name.")
_("Enter a valid duration.")
_("Enter a valid email address.")
_("Enter a valid integer.")
_("Enter a valid time.")
_("Enter a valid value.")
_("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.")
_("Enter a whole number.")
_("File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s.")
_("Fri")
_(
    # xgettext:no-python-format
    "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. You "
    "may need to file a bug report if the issue persists."
)
_("March")
_("Mon")
_("No file was submitted.")
_("No file was submitted. Check the encoding type on the form.")
_("Null characters are not allowed.")
_("PM")
_("Please correct the duplicate data for %(field)s.")
_("Please correct the duplicate values below.")
_("Please either submit a file or check the clear checkbox, not both.")
_("Sat")
# xgettext:no-python-format
_("Select a valid choice. %(value)s is not one of the available choices.")
_("Select a valid choice. That choice is not one of the available choices.")
_("Sun")
_("The inline value did not match the parent instance.")
_("The number of days must be between {min_days} and {max_days}.")
_("The password is too similar to the %(verbose_name)s.")
_("The submitted file is empty.")
_("The two password fields didn’t match.")
_("This field cannot be blank.")
_("This field cannot be null.")
_("This field is required.")
_("This password is entirely numeric.")
_("This password is too common.")
_("Thu")
_("Tue")
_("Unknown")
_("Upload a valid image. The file you uploaded was either not an image or a corrupted image.")
# xgettext:no-python-format
_("Value %(value)r is not a valid choice.")
_("Wed")
_("Your password can’t be a commonly used password.")
_("a.m.")
_("feb")
_("mar")
_("midnight")
_("noon")
_("p.m.")
_("yes,no,maybe")
# xgettext:no-python-format
_("“%(pk)s” is not a valid value.")
# xgettext:no-python-format
_("“%(value)s” is not a valid UUID.")
_("“%(value)s” value has an invalid date format. It must be in YYYY-MM-DD format.")
_("“%(value)s” value must be an integer.")

pgettext("abbrev. month", "Aug.")
pgettext("abbrev. month", "Dec.")
pgettext("abbrev. month", "Feb.")
pgettext("abbrev. month", "Jan.")
pgettext("abbrev. month", "March")
pgettext("alt. month", "March")
pgettext("abbrev. month", "Nov.")
pgettext("abbrev. month", "Oct.")
pgettext("abbrev. month", "Sept.")

ngettext(
    "Ensure that there are no more than %(max)s decimal place.",
    "Ensure that there are no more than %(max)s decimal places.",
    1,
)
ngettext(
    "Ensure that there are no more than %(max)s digit before the decimal point.",
    "Ensure that there are no more than %(max)s digits before the decimal point.",
    1,
)
ngettext(
    "Ensure that there are no more than %(max)s digit in total.",
    "Ensure that there are no more than %(max)s digits in total.",
    1,
)
ngettext(
    "Ensure this filename has at most %(max)d character (it has %(length)d).",
    "Ensure this filename has at most %(max)d characters (it has %(length)d).",
    1,
)
ngettext(
    "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
    1,
)
ngettext(
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    1,
)
ngettext("Please submit at least %(num)d form.", "Please submit at least %(num)d forms.", 1)
ngettext("Please submit at most %(num)d form.", "Please submit at most %(num)d forms.", 1)
ngettext(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
    1,
)
ngettext(
    "Your password must contain at least %(min_length)d character.",
    "Your password must contain at least %(min_length)d characters.",
    1,
)
