/** What stands where a value is hidden: the UK statistics office's shorthand for "confidential". @see GSS guidance on symbols in tables */
export const suppressionMarker = '[c]';
