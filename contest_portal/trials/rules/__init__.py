"""Who takes part in a trial and how they are marked: from the rules and a seed alone."""
