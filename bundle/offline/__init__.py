"""Making the archive with which a computer without internet gets Regietafel."""
