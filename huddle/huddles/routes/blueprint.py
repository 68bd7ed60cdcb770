"""The blueprint that all screens of huddles belong to."""

from flask import Blueprint

bp = Blueprint("huddles", __name__, url_prefix="/units/<uuid:unit_id>/huddles")
