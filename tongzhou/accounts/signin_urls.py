"""Addresses of signing in, under the names allauth looks for. No mail, no open sign-up."""

from allauth.account import views as account
from django.urls import include, path

from tongzhou.accounts.views import slowed

urlpatterns = [
    path("login/", slowed(account.login), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", slowed(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("2fa/", include("allauth.mfa.urls")),
]
