"""All screens, in one list."""

from __future__ import annotations

from flask import Blueprint

from huddle.accounts.routes import bp as accounts
from huddle.actions.routes import bp as actions
from huddle.actions.routes.overviews import bp as follow
from huddle.beds.routes import bp as beds
from huddle.calendars.routes import bp as calendars
from huddle.chart_notes.routes import bp as chart_notes
from huddle.checkins.routes import bp as checkins
from huddle.concerns.routes import bp as concerns
from huddle.downtime.routes import bp as downtime
from huddle.handoffs.routes import bp as handoffs
from huddle.huddles.routes import bp as huddles
from huddle.notifications.routes import bp as notifications
from huddle.reports.routes import bp as reports
from huddle.reports.routes.units import bp as figures
from huddle.reviews.routes import bp as reviews
from huddle.reviews.routes.lesson_pages import bp as lessons
from huddle.reviews.routes.marked import bp as marked_reviews
from huddle.reviews.routes.notes import bp as notes
from huddle.tiers.routes import bp as tiers
from huddle.today.routes import bp as today
from huddle.today.routes_going import bp as going
from huddle.today.routes_wall import bp as wall
from huddle.units.routes import bp as admin

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts,
    actions,
    beds,
    chart_notes,
    calendars,
    checkins,
    concerns,
    downtime,
    figures,
    follow,
    going,
    handoffs,
    huddles,
    lessons,
    reports,
    notes,
    notifications,
    reviews,
    marked_reviews,
    tiers,
    today,
    wall,
    admin,
)
