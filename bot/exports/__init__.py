"""Files that a coordinator takes along: what may be shown of a round, a plan, an invitation and her list of members."""
