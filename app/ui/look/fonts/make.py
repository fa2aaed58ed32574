#!/usr/bin/python3
"""Makes han-deva-{regular,bold}.otf: the characters that Fyne's own font lacks for
Chinese and Hindi, and of what it has only the space. On Debian:

    apt-get install python3-fonttools fonts-noto-cjk fonts-noto-core
    /usr/bin/python3 app/ui/look/fonts/make.py

The outlines are Noto Sans CJK SC and Noto Sans Devanagari (SIL Open Font Licence,
OFL.txt). Devanagari keeps its tables of conjuncts and marks; of Chinese there are
the 6763 characters of GB 2312, its signs, the kana, and what the translations use.
Lines are as high as in Fyne's font, so that mixed text keeps one baseline.
"""
import json
import pathlib

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTCollection, TTFont

here = pathlib.Path(__file__).parent
HAN = "/usr/share/fonts/opentype/noto/NotoSansCJK-%s.ttc"
DEVA = "/usr/share/fonts/truetype/noto/NotoSansDevanagari-%s.ttf"
ASCENT, DESCENT = 1069, -293  # of Noto Sans, by which Fyne lays out lines


def wanted():
    han = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                han.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    han |= set(range(0x3000, 0x3100))
    for file in (here.parent.parent / "words" / "translations").glob("*.json"):
        han |= {ord(c) for c in json.dumps(json.loads(file.read_text()), ensure_ascii=False)}
    # What Fyne's Noto Sans has: Latin, Greek, Cyrillic, most of the punctuation.
    han = {c for c in han if c >= 0x2E80} | {0x2212}  # and the minus, which it lacks
    # A space is set in the font of the word before it.
    deva = set(range(0x0900, 0x0980)) | {0x20, 0xA0, 0x200C, 0x200D, 0x25CC}
    return han, deva


def cut(font, codes, features):
    options = subset.Options(layout_features=features, notdef_outline=True, hinting=False, glyph_names=True)
    s = subset.Subsetter(options)
    s.populate(unicodes=codes)
    s.subset(font)
    return font


def make(weight):
    han_codes, deva_codes = wanted()
    han = next(f for f in TTCollection(HAN % weight).fonts if f["name"].getDebugName(1).startswith("Noto Sans CJK SC"))
    han = cut(han, han_codes, [])
    deva = cut(TTFont(DEVA % weight), deva_codes, ["*"])
    if han["head"].unitsPerEm != 1000 or deva["head"].unitsPerEm != 1000:
        raise SystemExit("the two fonts are not of one size")
    order, cmap, metrics, outlines = [], {}, {}, {}
    for font, prefix in ((deva, ""), (han, "han.")):
        glyphs, codes = font.getGlyphSet(), font.getBestCmap()
        for name in font.getGlyphOrder():
            if prefix and name == ".notdef":
                continue
            order.append(prefix + name)
            width, side = font["hmtx"][name]
            metrics[prefix + name] = (width, side)
            pen = T2CharStringPen(width, glyphs)
            glyphs[name].draw(pen)
            outlines[prefix + name] = pen.getCharString()
        for code, name in codes.items():
            cmap.setdefault(code, prefix + name)
    b = FontBuilder(1000, isTTF=False)
    b.setupGlyphOrder(order)
    b.setupCharacterMap(cmap)
    family = "Keepsake Han Deva"
    b.setupCFF("KeepsakeHanDeva-" + weight, {"FullName": family + " " + weight}, outlines, {})
    b.setupHorizontalMetrics(metrics)
    b.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    b.setupNameTable({"familyName": family, "styleName": weight,
                      "licenseDescription": "SIL Open Font License 1.1", "licenseInfoURL": "https://openfontlicense.org"})
    b.setupOS2(sTypoAscender=ASCENT, sTypoDescender=DESCENT, sTypoLineGap=0, usWinAscent=ASCENT, usWinDescent=-DESCENT)
    b.setupPost(keepGlyphNames=False)
    for tag in ("GDEF", "GSUB", "GPOS"):
        b.font[tag] = deva[tag]
    b.font["head"].created = b.font["head"].modified = 0
    b.font.recalcTimestamp = False
    b.save(here / ("han-deva-%s.otf" % weight.lower()))


for weight in ("Regular", "Bold"):
    make(weight)
