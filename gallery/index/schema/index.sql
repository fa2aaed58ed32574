-- The index: what the manifest says, laid out for the screens. Every part of it
-- can be made again from the manifest, so there are no migrations: a change of
-- this text is a change of the schema's fingerprint, and the file is made anew.
-- When the meaning of a column changes and its text does not, raise this number.
-- revision 1

CREATE TABLE meta (
	key   TEXT PRIMARY KEY,
	value NOT NULL
) WITHOUT ROWID;

-- One row per content. Narrow on purpose: the timeline, the search and the rows
-- of the visible tiles read it; what only the info panel shows is in details.
CREATE TABLE items (
	id          INTEGER PRIMARY KEY,       -- given by Apply in order of time, never used twice
	hash        BLOB    NOT NULL UNIQUE,
	path        TEXT    NOT NULL,          -- below the library's folder
	kind        INTEGER NOT NULL,          -- see kindCode
	taken       INTEGER NOT NULL,          -- wall clock where it was taken, as unix ms
	zone        INTEGER NOT NULL,          -- seconds east of UTC; the instant is taken - 1000*zone
	source      TEXT    NOT NULL,          -- gallery.TakenSource
	seq         INTEGER NOT NULL,          -- order among equal wall clocks, see sequence
	ym          INTEGER NOT NULL,          -- 202305
	width       INTEGER NOT NULL,
	height      INTEGER NOT NULL,
	duration    INTEGER NOT NULL,          -- ms
	size        INTEGER NOT NULL,
	mime        TEXT    NOT NULL,
	motion      INTEGER NOT NULL,
	favorite    INTEGER NOT NULL,
	verified    INTEGER NOT NULL,          -- some origin was proven
	broken      INTEGER NOT NULL,
	trashed     INTEGER NOT NULL,          -- every origin is in its phone's trash
	tint        INTEGER,                   -- average colour 0xRRGGBB of its thumbnails; -1 none can be made; NULL none tried
	words       BLOB    NOT NULL           -- folded text the search looks through
);

-- The timeline with its cheap filters is read from this index alone.
CREATE INDEX items_taken ON items (taken, seq, trashed, kind, favorite);

-- What the thumbnails' job has yet to do, newest first.
CREATE INDEX items_bare ON items (taken) WHERE tint IS NULL AND kind <= 1;

CREATE TABLE details (
	item  INTEGER PRIMARY KEY,
	added INTEGER,                         -- unix us
	info  BLOB NOT NULL                    -- gallery.Info as JSON
);

CREATE TABLE albums (
	id    INTEGER PRIMARY KEY,
	phone TEXT NOT NULL,
	path  BLOB NOT NULL,                   -- the phone's bytes
	UNIQUE (phone, path)
);

CREATE TABLE origins (
	item     INTEGER NOT NULL,
	n        INTEGER NOT NULL,             -- order within the item
	album    INTEGER NOT NULL,
	path     BLOB    NOT NULL,             -- the phone's bytes
	mtime    INTEGER,                      -- unix us, like the two below; NULL: not known
	seen     INTEGER,
	verified INTEGER,
	favorite INTEGER NOT NULL,
	trashed  INTEGER NOT NULL,
	PRIMARY KEY (item, n)
) WITHOUT ROWID;

CREATE INDEX origins_album ON origins (trashed, album, item);
