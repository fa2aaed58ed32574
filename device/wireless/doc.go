// Package wireless brings phones to the adb server without a cable: it searches
// the network for them, pairs with a QR code or a code of digits, connects by
// address, moves a phone from USB to Wi-Fi, and finds known phones again.
//
// Begin with New; then NewInvitation and PairQR for a new phone, Reconnect for
// those that were connected before.
//
// The search is this program's own and also the adb server's where it has one:
// many servers cannot search at all. Nothing that is heard in the network is
// proof of anything. A pairing is proven by its secret, which phone answers by
// what it says of itself once it is connected.
package wireless
