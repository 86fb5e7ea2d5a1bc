"""A trial as its intern lives it."""

from django.urls import path

from foretaste.web.trials import views

app_name = "trials"
urlpatterns = [
    path("trials/<str:trial_id>/", views.trial, name="trial"),
    path("trials/<str:trial_id>/agreement", views.agreement, name="agreement"),
    path("trials/<str:trial_id>/agreement.pdf", views.agreement_pdf, name="agreement-pdf"),
    path("trials/<str:trial_id>/calendar.ics", views.calendar, name="calendar"),
    path("trials/<str:trial_id>/needs", views.needs, name="needs"),
    path("trials/<str:trial_id>/questions", views.question, name="question"),
    path("trials/<str:trial_id>/days/<int:number>/check-in", views.check_in, name="check-in"),
    path("trials/<str:trial_id>/days/<int:number>/claim", views.claim, name="claim"),
    path("trials/<str:trial_id>/days/<int:number>/move", views.move, name="move"),
    path("trials/<str:trial_id>/days/<int:number>/checkpoint", views.checkpoint, name="checkpoint"),
    path("trials/<str:trial_id>/moves/<str:move_id>", views.answer_move, name="answer-move"),
    path("trials/<str:trial_id>/log", views.log, name="log"),
    path("trials/<str:trial_id>/files", views.upload, name="upload"),
    path("trials/<str:trial_id>/files/<str:file_id>", views.file, name="file"),
    path("trials/<str:trial_id>/no-show", views.no_show, name="no-show"),
    path("trials/<str:trial_id>/exit", views.exit, name="exit"),
    path("trials/<str:trial_id>/left", views.left, name="left"),
    path("trials/<str:trial_id>/exit-note", views.exit_note, name="exit-note"),
    path("trials/<str:trial_id>/told-to-leave", views.told_to_leave, name="told-to-leave"),
    path("trials/<str:trial_id>/cases/<str:case_id>/answer", views.answer_case, name="answer-case"),
]
