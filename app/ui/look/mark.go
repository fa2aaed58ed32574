package look

import "fyne.io/fyne/v2"

// Mark is Keepsake's sign: a picture kept in another, with a heart where the sun
// would be. It has its own colours in light and dark, 512 units square.
func Mark() fyne.Resource {
	return fyne.NewStaticResource("keepsake-mark.svg", []byte(mark))
}

const mark = `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512" viewBox="0 0 512 512">
<defs>
<linearGradient id="ground" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#f0884a"/><stop offset="1" stop-color="#b5480f"/></linearGradient>
<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#fff1df"/><stop offset="1" stop-color="#fbd3ae"/></linearGradient>
</defs>
<rect x="0" y="0" width="512" height="512" rx="118" ry="118" fill="url(#ground)"/>
<g transform="rotate(-11 256 256)"><rect x="104" y="96" width="272" height="272" rx="46" ry="46" fill="#ffffff" fill-opacity="0.42"/></g>
<rect x="126" y="126" width="286" height="286" rx="50" ry="50" fill="#ffffff"/>
<rect x="150" y="150" width="238" height="238" rx="30" ry="30" fill="url(#sky)"/>
<path fill="#e0602a" d="M308 252 C284 233 266 218 266 199 C266 185 277 175 290 175 C298 175 304 179 308 186 C312 179 318 175 326 175 C339 175 350 185 350 199 C350 218 332 233 308 252 Z"/>
<path fill="#ee9a5e" d="M150 318 C178 276 206 262 232 284 C262 309 286 322 312 298 C340 274 364 276 388 298 V358 C388 374 374 388 358 388 H180 C164 388 150 374 150 358 Z"/>
<path fill="#b5480f" d="M150 352 C184 322 222 330 256 346 C296 364 344 346 388 330 V358 C388 374 374 388 358 388 H180 C164 388 150 374 150 358 Z"/>
</svg>`
