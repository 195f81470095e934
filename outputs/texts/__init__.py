"""Every sentence, title, label and help text, by code, in Dutch and English."""
