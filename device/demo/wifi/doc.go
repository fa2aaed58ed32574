// Package wifi is the simulated phone's "Wireless debugging": pairing with a
// code or a QR code, the encrypted transport that only paired computers may
// use, and the notices by which computers find the phone on the network. It
// also pairs from a computer's side, as an adb server does.
//
// Begin with Desk (the phone's pairing port), Pair (a computer's side of it),
// Door (the encrypted transport's port) and Announce (the notices).
package wifi
