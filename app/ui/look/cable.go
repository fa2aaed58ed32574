package look

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
)

// Cable draws a phone plugged into a laptop: frames and glass in frame, their
// faces in face and edge, the cable and what shines in accent, its glow in tint.
// The drawing is 320 by 240 units.
func Cable(frame, face, edge, accent, tint color.Color) fyne.Resource {
	f, p, e, a, t := hexOf(frame), hexOf(face), hexOf(edge), hexOf(accent), hexOf(tint)
	svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240" viewBox="0 0 320 240">
<circle cx="78" cy="96" r="74" fill="%[5]s"/>
<path d="M72 172 V190 C72 208 84 216 102 216 H146 C164 216 172 208 172 194 C172 181 181 176 194 176 H204" fill="none" stroke="%[4]s" stroke-width="5" stroke-linecap="round"/>
<rect x="66" y="160" width="12" height="15" rx="2.5" ry="2.5" fill="%[4]s"/>
<rect x="198" y="169" width="15" height="13" rx="2.5" ry="2.5" fill="%[4]s"/>
<rect x="34" y="22" width="76" height="140" rx="14" ry="14" fill="%[1]s"/>
<rect x="38" y="26" width="68" height="132" rx="10.5" ry="10.5" fill="%[2]s"/>
<circle cx="72" cy="33" r="2.6" fill="%[1]s"/>
<rect x="46" y="46" width="52" height="34" rx="6" ry="6" fill="%[5]s"/>
<circle cx="84" cy="57" r="5" fill="%[4]s"/>
<path d="M46 74 C56 62 64 64 72 70 C80 76 90 68 98 66 V74 C98 78 96 80 92 80 H52 C48 80 46 78 46 74 Z" fill="%[4]s" fill-opacity="0.45"/>
<rect x="46" y="87" width="24" height="24" rx="5" ry="5" fill="%[3]s"/>
<rect x="74" y="87" width="24" height="24" rx="5" ry="5" fill="%[3]s"/>
<rect x="46" y="115" width="24" height="24" rx="5" ry="5" fill="%[3]s"/>
<rect x="74" y="115" width="24" height="24" rx="5" ry="5" fill="%[3]s"/>
<rect x="168" y="72" width="132" height="92" rx="9" ry="9" fill="%[1]s"/>
<rect x="174" y="78" width="120" height="80" rx="5" ry="5" fill="%[2]s"/>
<rect x="183" y="88" width="30" height="30" rx="5" ry="5" fill="%[5]s"/>
<rect x="219" y="88" width="30" height="30" rx="5" ry="5" fill="%[3]s"/>
<rect x="255" y="88" width="30" height="30" rx="5" ry="5" fill="%[3]s"/>
<rect x="183" y="123" width="30" height="26" rx="5" ry="5" fill="%[3]s"/>
<rect x="219" y="123" width="30" height="26" rx="5" ry="5" fill="%[5]s"/>
<rect x="255" y="123" width="30" height="26" rx="5" ry="5" fill="%[3]s"/>
<path d="M156 164 H312 C312 174 307 180 298 180 H212 C204 180 204 164 156 164 Z" fill="%[1]s"/>
<path d="M156 164 H312 V167 C311 175 306 180 298 180 H170 C162 180 157 175 156 167 Z" fill="%[1]s"/>
</svg>`, f, p, e, a, t)
	return fyne.NewStaticResource("cable-"+f[1:]+p[1:]+a[1:]+".svg", []byte(svg))
}
