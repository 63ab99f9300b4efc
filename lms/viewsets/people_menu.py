"""Where imports and duplicates stand in the staff pages; imported by lms/wagtail_hooks.py."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from lms.imports import views as imports
from lms.menu import AllowedItem
from lms.views import duplicates


@hooks.register("register_admin_urls")
def register_people_urls():
    return [
        path("import/<str:kind>/", imports.import_sheet, name="import_sheet"),
        path("import/<str:kind>/template/", imports.import_template, name="import_template"),
        path("import/<str:kind>/<uuid:pk>/", imports.import_preview, name="import_preview"),
        path("people/duplicates/", duplicates.duplicates, name="duplicates"),
        path("people/compare/<int:first>/<int:second>/", duplicates.compare, name="compare_people"),
        path("people/merges/", duplicates.merges, name="merges"),
        path("people/merges/<int:pk>/undo/", duplicates.undo, name="undo_merge"),
    ]


@hooks.register("register_admin_menu_item")
def register_people_menu():
    items = [
        AllowedItem(
            _("Possible duplicates"),
            reverse("duplicates"),
            duplicates.may_merge,
            name="duplicates",
            icon_name="copy",
            order=10,
        ),
        AllowedItem(
            _("Merged people"),
            reverse("merges"),
            duplicates.may_merge,
            name="merges",
            icon_name="history",
            order=20,
        ),
        AllowedItem(
            _("Phones of learners"),
            reverse("learner_phones:index"),
            lambda user: user.has_perm("lms.view_person"),
            name="learner-phones",
            icon_name="mobile-alt",
            order=25,
        ),
        *(
            AllowedItem(
                kind.title,
                reverse("import_sheet", args=[kind.code]),
                kind.allowed,
                name=f"import-{kind.code}",
                icon_name="upload",
                order=30,
            )
            for kind in imports.KINDS.values()
        ),
    ]
    return SubmenuMenuItem(
        _("People and imports"), Menu(items=items), name="people", icon_name="group", order=140
    )
