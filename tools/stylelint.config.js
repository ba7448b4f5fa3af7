// How style sheets are written, beyond their layout, which is Prettier's.
const PHYSICAL = [
  "/^(margin|padding|border|inset)-(left|right|top|bottom)/",
  "/^(min-|max-)?(width|height)$/",
  "left",
  "right",
  "top",
  "bottom",
];

// What some browsers know by these names only.
const PREFIXED = "/^-webkit-(text-size-adjust|box-orient|line-clamp|box-decoration-break)$/";

export default {
  extends: "stylelint-config-standard",
  reportDescriptionlessDisables: true,
  reportNeedlessDisables: true,
  rules: {
    "declaration-no-important": true,
    "property-disallowed-list": [
      PHYSICAL,
      { message: (name) => `Give “${name}” as a logical property: pages run from right to left, too.` },
    ],
    "color-no-hex": [true, { message: "Use a custom property: all colours are in tokens.css." }],
    "color-named": ["never", { message: "Use a custom property: all colours are in tokens.css." }],
    "unit-disallowed-list": [["cm", "in", "pc", "vh"], { ignoreProperties: { vh: ["/scroll/", "/block-size/"] } }],
    // Older browsers don't know (width >= 40rem).
    "media-feature-range-notation": "prefix",
    // Ids and classes of ours that end in an underscore can't be ids of a writer.
    "selector-class-pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*_?$",
    "selector-id-pattern": "^[a-z][a-z0-9]*([_-][a-z0-9]+)*_?$",
    "value-keyword-case": ["lower", { ignoreProperties: ["/^--/"], ignoreKeywords: ["/^(Canvas|Link|Highlight)/"] }],
    // A component is a block of rules. Empty lines part its pieces, and where they are is the writer's choice.
    "rule-empty-line-before": null,
    "at-rule-empty-line-before": null,
    "comment-empty-line-before": null,
    "declaration-empty-line-before": null,
    "custom-property-empty-line-before": null,
    // A component's rules are in the order in which it is read, and its narrow and wide forms follow.
    "no-descending-specificity": null,
    "property-no-vendor-prefix": [true, { ignoreProperties: [PREFIXED] }],
    "value-no-vendor-prefix": [true, { ignoreValues: ["box", "-webkit-box"] }], // display, for -webkit-line-clamp
  },
  overrides: [
    {
      // Paper is white, whatever the screen is; the preview's own pages use nothing of the site's.
      files: ["**/tokens.css", "**/print.css", "**/live.css", "**/desk.css", "**/words.css"],
      rules: { "color-no-hex": null, "color-named": null },
    },
  ],
};
