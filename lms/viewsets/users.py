"""Staff screens of users and of their roles in areas."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from lms.actions.roles import grant_role, revoke_role
from lms.models import RoleAssignment, User


class LoginForm(WagtailLoginForm):
    """Says the same to a wrong password, an unknown name and an account that too many tries have locked."""

    error_messages = WagtailLoginForm.error_messages | {
        "invalid_login": _(
            "User name and password do not fit together, or there were too many wrong tries. Wait a quarter of an "
            "hour, then try again."
        )
    }


class OneNameMixin:
    """One name field, no e-mail needed; groups follow from roles and are not set by hand."""

    email = first_name = last_name = None


class UserCreationForm(OneNameMixin, WagtailUserCreationForm):
    class Meta:
        model = User
        fields = ["username", "full_name", "is_superuser"]


class UserEditForm(OneNameMixin, WagtailUserEditForm):
    class Meta:
        model = User
        fields = ["username", "full_name", "is_active", "is_superuser"]


class UserViewSet(WagtailUserViewSet):
    # Plain forms: the templates of Wagtail's own screens name fields that our users do not have.
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update=False):
        return UserEditForm if for_update else UserCreationForm


class RoleCreateView(generic.CreateView):
    def save_instance(self):
        wanted = self.form.instance
        return grant_role(
            user=wanted.user,
            role=wanted.role,
            area=wanted.area,
            partner=wanted.partner,
            by=self.request.user,
        )


class RoleDeleteView(generic.DeleteView):
    def delete_action(self):
        revoke_role(assignment=self.object, by=self.request.user)


class RoleViewSet(ModelViewSet):
    """Roles are given and taken, never edited, so that each has a moment and someone who gave it."""

    model = RoleAssignment
    icon = "key"
    menu_label = _("Roles in areas")
    menu_order = 610
    add_to_settings_menu = True
    list_display = ["user", "role", "area", "granted_at", "granted_by"]
    list_filter = ["role"]
    form_fields = ["user", "role", "area", "partner"]
    add_view_class = RoleCreateView
    delete_view_class = RoleDeleteView
    copy_view_enabled = False
