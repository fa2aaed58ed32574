// Package mdns asks the local network who offers a service, by multicast DNS
// (RFC 6762 and 6763), and listens to what is announced unasked.
//
// Begin with Browser and its Browse.
//
// Phones announce wireless debugging this way. The adb server can listen too,
// but only some do: old ones and those of some systems are built without. Here
// every answer is bounded in number and size and anybody's word: it names an
// address to try, and proves nothing about who is there.
package mdns
