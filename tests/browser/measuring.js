// What is measured of a page, in any browser: an object of functions. They run inside of the page, one after the other,
// and give plain values.
({
  // ── states ──

  // Brings an article's page into one of its states, whichever it was in: all is folded and nothing left out …
  show(state) {
    const choose = id => { const one = document.getElementById(id); if (one) one.checked = true; };
    const notes = [...document.querySelectorAll('li.note > details')];
    for (const one of document.querySelectorAll('details')) one.open = false;
    for (const id of ['show_lines', 'voice_all', 'verdict_all']) choose(id);
    if (state === 'all') choose('show_open');
    if (state === 'longest') {  // … but for the longest note
      const lengths = notes.map(one => one.textContent.length);
      notes[lengths.indexOf(Math.max(...lengths))].open = true;
    }
    // a voice or a verdict of the middle: it has notes, and leaves others out
    const last = name => [...document.querySelectorAll(`input[name=${name}]`)].slice(1);
    if (state === 'voice' || state === 'verdict') {
      const all = last(state);
      if (all.length) all[all.length >> 1].checked = true;
    }
    if (state.startsWith('show_')) choose(state);
    if (state === 'opened') for (const one of document.querySelectorAll('details')) one.open = true;
  },

  // ── figures ──

  // Boxes are [name, left, top, right, bottom] in CSS pixels from the top left corner of the page.
  box(name, r) {
    return [name, r.left + scrollX, r.top + scrollY, r.right + scrollX, r.bottom + scrollY];
  },

  boxes(selector) {
    return [...document.querySelectorAll(selector)].filter(one => one.getClientRects().length)
      .map(one => this.box(one.id || one.className || one.localName, one.getBoundingClientRect()));
  },

  // All notes outside of others, each with the first line of its first passage, if that is in the page.
  notes() {
    return [...document.querySelectorAll('li.note:has(> details)')].filter(one => one.getClientRects().length).map(one => {
      const id = one.querySelector('[id^=note_]').id.slice(5);
      const mark = document.querySelector(`mark[data-annotation="${id}"]`);
      return {
        box: this.box(id, one.getBoundingClientRect()),
        passage: mark && this.box(id, mark.getClientRects()[0]),
        within: mark && (mark.closest('[data-article-text]') ? 'text' : 'head'),
      };
    });
  },

  // What the Tab key reaches. Of radio buttons it is the chosen one alone.
  stops() {
    const seen = one => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length;
    const groups = new Set();
    return [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
      .filter(one => !one.disabled && one.tabIndex >= 0 && seen(one))
      .filter(one => {
        if (one.type !== 'radio') return true;
        const chosen = document.querySelector(`input[name="${one.name}"]:checked`) ?? one;
        return one === chosen && !groups.has(one.name) && groups.add(one.name);
      });
  },

  // Whether the page scrolls sideways, and which texts stand outside of it, but for those in a box that scrolls alone.
  runsOut() {
    const page = document.documentElement, out = [], style = one => getComputedStyle(one);
    if (page.scrollWidth > page.clientWidth) out.push(`the page is ${page.scrollWidth} wide`);
    const scrolls = one => one !== document.body && ['auto', 'scroll'].includes(style(one).overflowX);
    const cut = one => style(one).textOverflow === 'ellipsis' && style(one).overflowX === 'hidden';
    const stowed = one => one && (style(one).clipPath !== 'none' || scrolls(one) || cut(one) || stowed(one.parentElement));
    const speaks = one => [...one.childNodes].some(child => child.nodeType === 3 && child.data.trim());
    const sticksOut = r => r.width && r.height && (r.left < -1 || r.right > page.clientWidth + 1);
    for (const one of document.body.querySelectorAll('*')) {
      if (!speaks(one) || !one.checkVisibility()) continue;
      const box = [...one.getClientRects()].find(sticksOut);
      if (box && !stowed(one)) out.push(`${one.outerHTML.slice(0, 80)} from ${box.left} to ${box.right}`);
    }
    return out;
  },

  figures(state) {
    this.show(state);
    const first = document.querySelector('[data-article-text] p');
    return {
      width: innerWidth,
      state,
      notes: this.notes(),
      // a note may lie on none of these
      others: this.boxes('h1, .site-head, .site-foot, .reading > :not(.beside, .prose, .gutter, .loose), .prose > :not(.beside)'),
      names: this.boxes('.gutter .named'),
      text: this.box('text', first.getBoundingClientRect()),
      height: document.documentElement.scrollHeight,
      stops: this.stops().length,
      out: this.runsOut(),
      cut: state === 'all' ? this.cut() : [],
      menus: state === 'menus' ? this.menus() : [],
    };
  },

  // Parts of notes that show less than they hold.
  cut() {
    return [...document.querySelectorAll('li.note :is(.gist, .who)')]
      .filter(one => one.checkVisibility() && getComputedStyle(one).overflowX !== 'visible')
      .filter(one => getComputedStyle(one).clipPath === 'none')  // for ears alone
      .filter(one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
      .map(one => one.textContent.trim().slice(0, 40));
  },

  // What each menu of the bar drops down, relative to the window.
  menus() {
    return [...document.querySelectorAll('.bar .menu')].map(menu => {
      menu.open = true;
      const r = menu.querySelector('fieldset').getBoundingClientRect();
      menu.open = false;
      return [menu.querySelector('summary').textContent, r.left, r.top, r.right, r.bottom];
    });
  },
})
