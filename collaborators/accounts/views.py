"""Sign in, sign out, a new password by mail; and one's own account."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth import update_session_auth_hash, views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from collaborators.models import User
from collaborators.telling import Undo, tell, wants_fragment

from .changing import change_keys, change_name, change_password, change_room
from .forms import ForgottenForm, KeysForm, NameForm, NewPasswordForm, OtherPasswordForm, RoomForm, SignInForm

UNTIL_CLOSED = 0
"""What Django calls a session that ends with the browser."""


class SignIn(views.LoginView):
    """The door. Whoever does not stay is signed out when the browser is closed."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        self.request.session.set_expiry(None if form.cleaned_data["stay"] else UNTIL_CLOSED)
        return answer


sign_in = SignIn.as_view()
sign_out = views.LogoutView.as_view()

password_reset = views.PasswordResetView.as_view(
    template_name="accounts/password_reset.html",
    form_class=ForgottenForm,
    email_template_name="accounts/password_reset_mail.txt",
    subject_template_name="accounts/password_reset_subject.txt",
    extra_email_context={"site_url": settings.SITE_URL.rstrip("/")},
    success_url=reverse_lazy("password-reset-sent"),
)
password_reset_sent = views.PasswordResetDoneView.as_view(template_name="accounts/password_reset_sent.html")
password_reset_set = views.PasswordResetConfirmView.as_view(
    template_name="accounts/password_reset_set.html",
    form_class=NewPasswordForm,
    success_url=reverse_lazy("password-reset-done"),
)
password_reset_done = views.PasswordResetCompleteView.as_view(template_name="accounts/password_reset_done.html")


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here: my name, my room, my password. POST writes the name."""
    user = signed_in(request)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": user.name})
    if not form.is_valid():
        return show_account(request, name_form=form)
    before = user.name
    change_name(user, name=form.cleaned_data["name"])
    undo = Undo(reverse("account"), {"name": before}) if before and before != user.name else None
    tell(request, _("The others see you as %(name)s from now on.") % {"name": user.name}, undo=undo)
    return redirect("account")


@sensitive_post_parameters()
@require_POST
def password_change(request: HttpRequest) -> HttpResponse:
    """Another password, for who types the old one; this browser stays signed in, all others do not."""
    user = signed_in(request)
    form = OtherPasswordForm(user, request.POST)
    if not form.is_valid():
        return show_account(request, password_form=form)
    change_password(user, password=form.cleaned_data["new_password1"])
    update_session_auth_hash(request, user)
    tell(request, _("Your password is changed. Other browsers are signed out."))
    return redirect("account")


@require_POST
def room(request: HttpRequest) -> HttpResponse:
    """Makes the pages dark, light, or as the system has them, for this person."""
    form = RoomForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("There is no such room."), content_type="text/plain; charset=utf-8")
    change_room(signed_in(request), room=form.cleaned_data["room"])
    return HttpResponse(status=204) if wants_fragment(request) else redirect(find_way_back(request))


@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Gives the lighttable the keys of another program, or turns single keys off or on, for this person."""
    form = KeysForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("There are no such keys."), content_type="text/plain; charset=utf-8")
    chosen = form.cleaned_data
    change_keys(signed_in(request), preset=chosen["key_preset"], has_single_keys=chosen["has_single_keys"])
    return HttpResponse(status=204) if wants_fragment(request) else redirect(find_way_back(request))


def find_way_back(request: HttpRequest) -> str:
    """The page that a form of the frame was sent from, if it is one of ours."""
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if ours else reverse("account")


def show_account(
    request: HttpRequest, *, name_form: forms.Form | None = None, password_form: forms.Form | None = None
) -> HttpResponse:
    """The page of one's own account; 422 when what was typed has to be mended."""
    user = signed_in(request)
    page = {
        "name_form": name_form or NameForm(initial={"name": user.name}),
        "password_form": password_form or OtherPasswordForm(user),
        "rooms": User.Room.choices,
    }
    at_fault = any(form is not None and form.errors for form in (name_form, password_form))
    return render(request, "accounts/account.html", page, status=422 if at_fault else 200)


def signed_in(request: HttpRequest) -> User:
    """The user behind a view that nobody reaches without signing in."""
    if not isinstance(request.user, User):
        raise TypeError("this view is for people who are signed in")
    return request.user
