//go:build race

package store

// The race detector makes a stop at every call take minutes; it looks at a part
// of them, and the plain build at all.
const stopStride = 7
