package scene

// DeclaredSize returns the length Render's result will have, without rendering:
// Size when set, else one that suits the picture, different for every seed.
func (p Photo) DeclaredSize() int64 {
	if p.Size > 0 {
		return p.Size
	}
	pixels := int64(max(p.Width, 1)) * int64(max(p.Height, 1))
	r := newRand(p.Seed, "size")
	// Grain keeps a painted picture near 0.3 bytes a pixel at the best quality;
	// what is left over is padding.
	perMille := int64(r.Between(330, 520))
	size := pixels*perMille/1000 + int64(r.Between(48_000, 64_000)) + int64(len(p.Motion))
	return size
}
