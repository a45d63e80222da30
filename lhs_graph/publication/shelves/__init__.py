"""The documents of the site, shelf by shelf: each knows its addresses and makes its documents."""
