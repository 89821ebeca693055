/** The report's looks, light and dark. The plots read the colours from these variables. */
export const STYLE = `
:root {
  --ground: #f6f7f9; --card: #ffffff; --ink: #1b2430; --soft: #5d6b7c; --line: #dde2e9; --grid: #e9edf2;
  --walk: #1f78b4; --run: #d9480f; --gyro: #6741d9; --accel: #868e96; --ic: #d6336c; --tc: #0c8599; --stance: rgba(12, 133, 153, 0.10);
  --badge: #fff3bf; --badge-ink: #7c5b00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #11161c; --card: #1a2129; --ink: #e6ebf1; --soft: #94a3b4; --line: #2c3642; --grid: #242d37;
    --walk: #4dabf7; --run: #ff922b; --gyro: #b197fc; --accel: #7b8794; --ic: #f783ac; --tc: #3bc9db; --stance: rgba(59, 201, 219, 0.13);
    --badge: #4a3b00; --badge-ink: #ffe066;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1200px; margin: 0 auto; padding: 24px 20px 60px; }
header { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin-bottom: 16px; }
h1 { font-size: 24px; margin: 0; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 15px; margin: 0 0 2px; }
select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 4px 8px; max-width: 100%; }
.badge { background: var(--badge); color: var(--badge-ink); border-radius: 999px; padding: 2px 12px; font-size: 13px; font-weight: 600; }
.board { color: var(--soft); margin-left: auto; font-size: 13px; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; margin-bottom: 14px; }
.hint { color: var(--soft); font-size: 13px; margin: 0 0 6px; }
.key { display: inline-block; width: 10px; height: 10px; border-radius: 50%; margin: 0 4px 0 10px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 18px; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: 13px; margin-top: 8px; }
td, th { text-align: left; vertical-align: top; padding: 3px 14px 3px 0; border-bottom: 1px solid var(--grid); overflow-wrap: anywhere; }
td:not(:last-child) { white-space: nowrap; }
td.bytes { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 12px; }
.plot { width: 100%; min-height: 150px; }
.u-legend { text-align: left; font-size: 12px; color: var(--soft); }
.u-legend th { font-weight: 400; }
.u-legend .u-marker { display: none; }
.u-legend tr { border: 0; }
.u-legend td, .u-legend th { border: 0; }
.u-legend.u-inline .u-series td { min-width: 40px; display: inline-block; }
.u-legend { margin-top: 0; }
.plot .uplot + .uplot { margin-top: 8px; }
.u-select { background: color-mix(in srgb, var(--ink) 14%, transparent); }
`;
