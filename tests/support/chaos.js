// What a page sends, what comes back, and whether what it says of that is honest. Runs before its own scripts.
(() => {
  const ours = window.fetch;
  const writes = new Map(); // operation -> {since, failed}
  const seen = (window.chaos = { echoed: [], faults: [], failures: 0, writes });
  window.fetch = async (address, options = {}) => {
    const op = options.method === "POST" && !String(address).endsWith("/drafts") && new URLSearchParams(String(options.body)).get("_op");
    if (!op) return ours(address, options);
    const write = writes.get(op) || { failed: null };
    write.since = performance.now();
    writes.set(op, write);
    try {
      const answer = await ours(address, options);
      if (answer.headers.get("Huddle-Operation") === op) seen.echoed.push(op);
      if (answer.status < 500 && answer.headers.get("Huddle-Page") === "1") writes.delete(op);
      else write.failed ??= performance.now();
      return answer;
    } catch (error) {
      seen.failures += 1;
      write.failed ??= performance.now();
      throw error;
    }
  };
  setInterval(() => {
    const line = document.getElementById("sync")?.textContent ?? "";
    for (const [op, { since, failed }] of writes) {
      const now = performance.now();
      if (/^Saved/.test(line) && now - Math.min(since, failed ?? since) > 1000) seen.faults.push(`${op} is open: ${line}`);
      if (failed && now - failed > 1000 && !/^Not /.test(line)) seen.faults.push(`${op} has failed: ${line}`);
    }
  }, 100);
})();
