"""What widgets share: their base, building pages, numbers, formulas, plots and drawings."""
