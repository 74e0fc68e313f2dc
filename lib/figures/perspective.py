"""Points in space, as an eye sees them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def seen(
    points: ArrayLike, azimuth: float = -60.0, elevation: float = 28.0, distance: float = 5.0
) -> tuple[np.ndarray, np.ndarray]:
    """Project points onto the plane of a picture: what is further away becomes smaller.

    Parameters
    ----------
    points : array_like, shape (..., 3)
        x to the right, y away, z upwards; the eye looks at the origin.
    azimuth, elevation : float
        From where the eye looks, in degrees: round the z axis, from the x axis on, and above the ground.
    distance : float
        How far the eye is from the origin; the points should be nearer to it than that.

    Returns
    -------
    across, up : ndarray, shape (...)
        Places in the picture.

    Raises
    ------
    ValueError
        If a point lies at the eye or behind it.
    """
    points = np.asarray(points, dtype=float)
    around, above = np.radians([azimuth, elevation])
    right = np.array([-np.sin(around), np.cos(around), 0.0])
    towards_eye = np.array([np.cos(above) * np.cos(around), np.cos(above) * np.sin(around), np.sin(above)])
    up = np.cross(towards_eye, right)
    depth = distance - points @ towards_eye
    if not (depth > 0).all():
        raise ValueError(f"points: expected all in front of an eye at the distance {distance}, got one behind it")
    return (points @ right) * distance / depth, (points @ up) * distance / depth
