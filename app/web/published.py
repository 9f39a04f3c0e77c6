"""Published: one figure as we published it, to be cited."""

from fastapi import APIRouter

router = APIRouter(tags=["evidence"])
