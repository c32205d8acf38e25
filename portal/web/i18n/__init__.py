"""The languages of the site: in the URL, in the templates, in links, in dates and numbers."""
