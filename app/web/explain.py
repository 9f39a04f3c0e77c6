"""Explain: why a number is what it is."""

from fastapi import APIRouter

router = APIRouter(tags=["evidence"])
