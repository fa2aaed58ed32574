//go:build !race

package store

const stopStride = 1
