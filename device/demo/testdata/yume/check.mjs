// Uses the simulated phone as an independent client does, and prints OK.
//
//   node check.mjs server 127.0.0.1:PORT   through an adb server (its first device)
//   node check.mjs daemon 127.0.0.1:PORT   straight to the transport; the first run
//                                          offers a key, which the phone has to allow
//
// It lists, stats, pulls, pushes and runs commands below /sdcard/Check, which
// holds photo.bin (100,000 bytes, byte i is i modulo 251) and an empty file.
import { connect } from "node:net";
import { webcrypto } from "node:crypto";
import assert from "node:assert/strict";
import { Adb, AdbDaemonTransport, AdbPacket, AdbPacketSerializeStream, AdbServerClient } from "@yume-chan/adb";
import { AdbServerNodeTcpConnector } from "@yume-chan/adb-server-node-tcp";
import { ReadableStream, StructDeserializeStream, WritableStream } from "@yume-chan/stream-extra";

globalThis.crypto ??= webcrypto;
setInterval(() => {}, 1000); // tracking devices alone does not keep the process alive
const [kind, address] = process.argv.slice(2);
const [host, port] = address.split(":");
const adb = kind === "server" ? await throughServer() : await straight();

try {
  await check();
  console.log("OK");
} finally {
  await adb.close();
}
process.exit(0);

async function throughServer() {
  const client = new AdbServerClient(new AdbServerNodeTcpConnector({ host, port: Number(port) }));
  assert.equal(await client.getVersion(), 41);
  const devices = await client.getDevices();
  assert.ok(devices.length > 0, "no device listed");
  const observer = await client.trackDevices();
  assert.ok(observer.current.length > 0, "no device tracked");
  await observer.stop();
  return client.createAdb({ transportId: devices[0].transportId });
}

async function straight() {
  const socket = connect({ host, port: Number(port) });
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  const incoming = new ReadableStream({
    start(c) {
      socket.on("data", (b) => c.enqueue(new Uint8Array(b)));
      socket.on("end", () => { try { c.close(); } catch {} });
      socket.on("error", () => { try { c.close(); } catch {} });
    },
  });
  const outgoing = new AdbPacketSerializeStream();
  outgoing.readable.pipeTo(new WritableStream({
    write: (chunk) => chunk.tryConsume((b) => new Promise((ok, no) => socket.write(b, (e) => (e ? no(e) : ok())))),
    close: () => socket.end(),
  })).catch(() => {}); // the connection ends with the check
  const key = await webcrypto.subtle.generateKey(
    { name: "RSASSA-PKCS1-v1_5", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-1" }, true, ["sign", "verify"]);
  const pkcs8 = new Uint8Array(await webcrypto.subtle.exportKey("pkcs8", key.privateKey));
  const store = {
    generateKey: () => ({ buffer: pkcs8, name: "check@demo" }),
    *iterateKeys() { yield { buffer: pkcs8, name: "check@demo" }; },
  };
  const transport = await AdbDaemonTransport.authenticate({
    serial: "check",
    connection: { readable: incoming.pipeThrough(new StructDeserializeStream(AdbPacket)), writable: outgoing.writable },
    credentialStore: store,
  });
  return new Adb(transport);
}

async function check() {
  const dir = "/sdcard/Check";
  const wanted = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);

  const shell = adb.subprocess.shellProtocol;
  assert.ok(shell, "no shell_v2");
  const r = await shell.spawnWaitText("echo out; echo err >&2; exit 5");
  assert.deepEqual([r.stdout, r.stderr, r.exitCode], ["out\n", "err\n", 5]);
  assert.equal((await adb.subprocess.noneProtocol.spawnWaitText("echo plain")).trim(), "plain");
  assert.equal(await adb.getProp("ro.product.manufacturer"), "Xiaomi");

  const sync = await adb.sync();
  assert.ok(sync.supportsStat && sync.supportsListV2 && sync.supportsSendReceiveV2, "sync version 2 is missing");
  const names = (await sync.readdir(dir)).map((e) => e.name).sort();
  assert.deepEqual(names, [".", "..", "empty", "photo.bin"]);
  const st = await sync.stat(dir + "/photo.bin");
  assert.equal(st.size, 100_000n);
  assert.equal(st.mtime, 1_600_000_000n);
  assert.ok(await sync.isDirectory("/sdcard/"));
  await assert.rejects(sync.stat(dir + "/missing"));

  assert.deepEqual(await pull(sync, dir + "/photo.bin"), wanted);
  assert.equal((await pull(sync, dir + "/empty")).length, 0);

  const file = dir + "/pushed ünd gelesen.bin";
  await sync.write({ filename: file, mtime: 1_500_000_000, permission: 0o644, file: once(wanted) });
  const pushed = await sync.lstat(file);
  assert.equal(pushed.size, 100_000n);
  assert.equal(pushed.mtime, 1_500_000_000n);
  assert.deepEqual(await pull(sync, file), wanted);
  await sync.dispose();

  const rm = await shell.spawnWaitText(`rm '${file}'`);
  assert.equal(rm.exitCode, 0, rm.stderr);
}

function once(bytes) {
  return new ReadableStream({ start(c) { c.enqueue(bytes); c.close(); } });
}

async function pull(sync, path) {
  const parts = [];
  for await (const p of sync.read(path)) parts.push(Buffer.from(p));
  return new Uint8Array(Buffer.concat(parts));
}
