"""Addresses of advice: the planner, the journal of a trial, the company's two pages of numbers."""

from django.urls import path

from foretaste.web.advice import costs, designer, journal, planner

app_name = "advice"
urlpatterns = [
    path("me/planner/", planner.planner, name="planner"),
    path("me/planner/trials/", planner.new, name="new_wish"),
    path("me/planner/trials/<int:number>/", planner.wish, name="wish"),
    path("me/planner/trials/<int:number>/removal", planner.take_out, name="take_wish_out"),
    path("me/planner/forgetting", planner.forget, name="forget_plan"),
    path("trials/<str:trial_id>/journal/", journal.journal, name="journal"),
    path("trials/<str:trial_id>/journal/days/<int:day>", journal.note, name="note_day"),
    path("trials/<str:trial_id>/journal/hopes", journal.hopes, name="put_hopes"),
    path("trials/<str:trial_id>/journal/forgetting", journal.forget, name="forget_journal"),
    path("company/costs/", costs.costs, name="costs"),
    path("company/costs.csv", costs.download, name="costs_csv"),
    path("company/designer/", designer.designer, name="designer"),
]
