import assert from "node:assert/strict";
import { test } from "node:test";
import { isPublicAddress } from "./public-address.ts";

test("addresses of the public internet may be reached", () => {
  for (const address of ["1.1.1.1", "8.8.8.8", "93.184.216.34", "223.5.5.5", "2606:4700:4700::1111", "2400:3200::1"])
    assert.equal(isPublicAddress(address), true, address);
});

test("everything private, local, reserved, translating or of a cloud's inside may not", () => {
  const closed = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "fc00::1",
    "fd00:ec2::254",
    "fd20:ce::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:a00:1::",
    "3fff::1",
    "5f00::1",
    "4000::1",
  ];
  for (const address of closed) assert.equal(isPublicAddress(address), false, address);
});

test("the borders of the closed blocks are where they should be", () => {
  for (const address of [
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "192.169.0.0",
    "223.255.255.255",
    "168.63.129.17",
  ])
    assert.equal(isPublicAddress(address), true, address);
});

test("what is no address is not public", () => {
  for (const text of ["", "localhost", "1.1.1", "0x7f.1", "2130706433", "1.1.1.1 ", "::g"])
    assert.equal(isPublicAddress(text), false, text);
});
