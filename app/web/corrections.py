"""Corrections: what was retracted or withheld, when, why, and what it touched."""

from fastapi import APIRouter

router = APIRouter(tags=["evidence"])
