-- The thumbnails, apart from the index: big, slow to make again, and of use to
-- any index of the same contents. Raise this number when thumbnails have to be
-- made anew although nothing below changed, and the file is thrown away.
-- revision 2

-- id tells one file of thumbnails from the next, so that an index can see that
-- it was made beside another one.
CREATE TABLE meta (
	id BLOB NOT NULL
);

-- One row per content that was tried: the colour 0xRRGGBB, or -1 when no
-- thumbnail can be made of it; and its perceptual hash, 0 when there is none.
CREATE TABLE marks (
	hash  BLOB PRIMARY KEY,
	tint  INTEGER NOT NULL,
	looks INTEGER NOT NULL
) WITHOUT ROWID;

-- Keyed by rowid, so that pictures are appended and only the small index below
-- is written in random order.
CREATE TABLE thumbs (
	id     INTEGER PRIMARY KEY,
	hash   BLOB    NOT NULL,
	pixels INTEGER NOT NULL,
	jpeg   BLOB    NOT NULL,
	UNIQUE (hash, pixels)
);
