-- The index: what the manifest says, laid out for the screens. Every part of it
-- can be made again from the manifest, so there are no migrations: a change of
-- this text is a change of the schema's fingerprint, and the file is made anew.
-- When the meaning of a column changes and its text does not, raise this number.
-- revision 3

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
	added       INTEGER NOT NULL,          -- came into the library, unix ms
	zone        INTEGER NOT NULL,          -- seconds east of UTC; the instant is taken - 1000*zone
	source      TEXT    NOT NULL,          -- gallery.TakenSource
	seq         INTEGER NOT NULL,          -- order among equal wall clocks, see sequence
	ym          INTEGER NOT NULL,          -- 202305
	width       INTEGER NOT NULL,          -- as shown, after the owner's turn too
	height      INTEGER NOT NULL,
	turn        INTEGER NOT NULL,          -- quarter turns clockwise that the owner wants
	duration    INTEGER NOT NULL,          -- ms
	size        INTEGER NOT NULL,
	mime        TEXT    NOT NULL,
	motion      INTEGER NOT NULL,
	favorite    INTEGER NOT NULL,
	verified    INTEGER NOT NULL,          -- some origin was proven
	broken      INTEGER NOT NULL,
	trashed     INTEGER NOT NULL,          -- every origin is in its phone's trash
	aside       INTEGER,                   -- NULL: shown everywhere; else in one view only, see asideCode
	private     TEXT,                      -- gallery.Privacy; NULL: not private
	title       TEXT,                      -- what it is called; NULL: as its file
	screen      INTEGER NOT NULL,          -- a screenshot or screen recording
	burst       TEXT,                      -- the same for all of one burst; NULL: of none
	lat         REAL,                      -- degrees; NULL: nobody knows where
	lon         REAL,
	looks       INTEGER,                   -- perceptual hash; NULL: none yet, or none that tells anything
	tint        INTEGER,                   -- average colour 0xRRGGBB of its thumbnails; -1 none can be made; NULL none tried
	words       BLOB    NOT NULL           -- folded text the search looks through, names of places with it
);

-- The timeline with its cheap filters is read from this index alone.
CREATE INDEX items_taken ON items (taken, seq, aside, trashed, kind, favorite, screen, motion);

-- The same for what came in last.
CREATE INDEX items_added ON items (added, taken, seq, aside, trashed, kind, favorite, screen, motion);

-- What is in one view only: trash, hidden, private.
CREATE INDEX items_aside ON items (aside, taken, seq) WHERE aside IS NOT NULL;

-- The map, and the timeline of a part of it.
CREATE INDEX items_place ON items (lat, lon, taken, seq, aside, trashed, kind, favorite, screen, motion) WHERE lat IS NOT NULL;

-- What looks alike, and what was taken in one burst.
CREATE INDEX items_looks ON items (taken, looks, aside, trashed, kind, burst) WHERE looks IS NOT NULL;
CREATE INDEX items_burst ON items (burst, taken) WHERE burst IS NOT NULL;

-- What the thumbnails' job has yet to do, newest first. Of private items none are
-- kept.
CREATE INDEX items_bare ON items (taken) WHERE tint IS NULL AND kind <= 1 AND ifnull(aside, 0) < 3;

CREATE TABLE details (
	item  INTEGER PRIMARY KEY,
	added INTEGER,                         -- unix us
	info  BLOB NOT NULL,                   -- gallery.Info as JSON
	edit  BLOB                             -- gallery.Edit as JSON; NULL: nothing was said
);

CREATE TABLE albums (
	id    INTEGER PRIMARY KEY,
	phone TEXT NOT NULL,
	path  BLOB NOT NULL,                   -- the phone's bytes
	UNIQUE (phone, path)
);

-- What the owner calls albums. Their own have no phone.
CREATE TABLE titles (
	phone TEXT    NOT NULL,
	path  BLOB    NOT NULL,
	title TEXT    NOT NULL,
	gone  INTEGER NOT NULL,                -- an own album that was dissolved
	PRIMARY KEY (phone, path)
) WITHOUT ROWID;

-- What the owner put into own albums.
CREATE TABLE members (
	album INTEGER NOT NULL,
	item  INTEGER NOT NULL,
	PRIMARY KEY (album, item)
) WITHOUT ROWID;

CREATE INDEX members_item ON members (item);

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
	aside    INTEGER,                      -- of the item, like the rest: an album's numbers are read here alone
	pictured INTEGER NOT NULL,             -- taken, or long before anything when it is no picture
	taken    INTEGER NOT NULL,
	zone     INTEGER NOT NULL,
	size     INTEGER NOT NULL,
	PRIMARY KEY (item, n)
) WITHOUT ROWID;

CREATE INDEX origins_album ON origins (trashed, album, item, aside, pictured, taken, zone, size);
