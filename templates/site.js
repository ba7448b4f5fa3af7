/* Nothing here is needed to read: the pages say all they have to say without it. */
(() => {
  const all = (what, within = document) => [...within.querySelectorAll(what)];

  // copying: a link to a note, a citation
  const copy = (text, told) => navigator.clipboard.writeText(text).then(() => {
    const before = told.textContent;
    told.textContent = told.closest('[data-copied]').dataset.copied;
    setTimeout(() => { told.textContent = before; }, 1500);
  });
  if (navigator.clipboard) {
    for (const link of all('a.copy')) link.onclick = () => { copy(link.href, link); return false; };
    for (const citation of all('[data-copy]')) {
      const button = document.createElement('button');
      const text = [...citation.childNodes].map(part => {
        const [, open = '', , close = ''] = part.localName === 'q' ? getComputedStyle(part).quotes.split('"').slice(part.matches('.nested') * 4) : [];
        return open + part.textContent + close;
      }).join('').trim();
      button.textContent = citation.dataset.copy;
      button.onclick = () => copy(text, button);
      citation.append(' ', button);
    }
  }

  const main = document.querySelector('main.article');
  if (!main) return;

  // a passage, its marker, its note and its sign in the score are lit together
  const PART = 'mark[data-annotation], .ref, li.note, .seg';
  const idOf = part => part.dataset.annotation || (part.hash || part.id).replace(/^#?(note_)?|_\d+$/g, '');
  const parts = Map.groupBy(all(PART, main), idOf);
  const light = (event, lit) => parts.get(idOf(event.target.closest(PART) || main))?.forEach(part => part.classList.toggle('lit', lit));
  for (const on of ['mouseover', 'focusin']) main.addEventListener(on, event => light(event, true));
  for (const off of ['mouseout', 'focusout']) main.addEventListener(off, event => light(event, false));

  // where notes don't stand in the margin, the whole passage opens its note
  const wide = matchMedia('(min-width: 62rem)');
  const apart = () => !wide.matches || document.getElementById('show_marks')?.checked;
  main.addEventListener('click', ({ target }) => {
    const mark = target.closest('mark[data-annotation]');
    if (mark && apart() && !target.closest('a') && !String(getSelection())) location.hash = 'note_' + mark.dataset.annotation;
  });

  // j and k walk the claims, Esc leaves
  const refs = all('.ref.claim', main).filter(ref => ref.id === 'ref' + ref.hash.slice(5));
  addEventListener('keydown', ({ key, target, ctrlKey, metaKey, altKey }) => {
    if (ctrlKey || metaKey || altKey || target.matches?.('textarea, select')) return;
    const step = { j: 1, k: -1 }[key];
    if (step && refs.length) {
      const at = refs.indexOf(document.activeElement);
      const next = refs.at(at < 0 && step < 0 ? -1 : (at + step) % refs.length);
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: 'center' });
    }
    const open = key === 'Escape' && apart() && document.querySelector('li.note:target');
    if (open) {
      open.querySelector('.close').click();
      document.querySelector(`.ref[href="#${open.id}"]`)?.focus({ preventScroll: true });
    } else if (key === 'Escape') document.activeElement?.blur();
  });

  // what is shown and picked out stands in the address
  for (const choice of all('.filters input', main)) {
    const value = choice.id.slice(choice.name.length + 1);
    const address = () => new URL(location);
    if (address().searchParams.get(choice.name) === value) choice.checked = true;
    choice.onchange = () => {
      const here = address();
      if (choice.defaultChecked) here.searchParams.delete(choice.name);
      else here.searchParams.set(choice.name, value);
      if (here.protocol !== 'file:') history.replaceState(null, '', here);
    };
  }

  // notes beside their passages, where the style sheet can't bring them there
  if (CSS.supports('anchor-name: --a')) return;
  const reading = main.querySelector('.reading');
  const align = () => {
    const beside = !apart();
    const { top } = reading.getBoundingClientRect();
    let end = 0;
    reading.classList.toggle('aligned', beside);
    for (const note of all('li.note[data-n]', reading)) {
      const mark = reading.querySelector(`mark[data-n="${note.dataset.n}"]`);
      note.style.top = beside ? Math.max(mark ? mark.getBoundingClientRect().top - top : 0, end) + 'px' : '';
      end = note.offsetTop + note.offsetHeight + 16;
    }
    reading.style.minHeight = beside ? end + 'px' : '';
  };
  new ResizeObserver(align).observe(reading);
  for (const event of ['change', 'toggle']) main.addEventListener(event, align, true);
})();

/* The list of claims: menus that combine, and an address that keeps them. */
(() => {
  const sieve = document.getElementById('sieve_');
  if (!sieve) return;
  const say = sieve.dataset, menus = [...sieve.querySelectorAll('select')], near = sieve.parentElement;
  const whole = [...near.querySelectorAll('.rows, .pager')], list = whole[0].cloneNode();
  const alone = name => `\u2068${name}\u2069`;
  let data;
  const make = (tag, properties, ...inside) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  };
  const row = ([picks, href, textContent, lang, dir, tag, mode, via, at, withdrawn]) => {
    const [speaker, , [key, label, textSign], answers] = picks.map((pick, n) => data.menus[n][1][pick]);
    const [title, ...article] = data.articles[at];
    let voice = say[mode].replace('{name}', alone(speaker[1]));
    for (const name of via) voice = say.via.replace('{name}', alone(name)).replace('{voice}', voice);
    return make('li', { className: 'row cols' + withdrawn },
      make('p', { className: 'row-verdict' }, make('span', { className: textSign ? `verdict v-${key}` : 'unrated' },
        make('span', { className: 'sign', ariaHidden: 'true' }, textSign), ' ', make('span', { className: 'word' }, label))),
      make('div', {}, make('p', { className: 'row-said' }, make('a', { href },
        make(tag, { className: tag !== 'q' ? 'paraphrase' : /[“"«„]/.test(textContent) ? 'record nested' : 'record', lang, dir, textContent }))),
      make('p', { className: 'meta' }, voice)),
      make('p', { className: 'meta row-place' }, make('a', { lang: article[0], dir: article[1], href: article[2] }, title),
        make('br'), article[3] && alone(article[3]) + say.comma, article[4].replaceAll(' ', '\xa0'), make('br'), answers[1]));
  };
  const sift = () => {
    const picked = menus.flatMap((menu, n) => menu.value ? [[menu.name, menu.value, n]] : []);
    const rows = data.rows.filter(([picks]) => picked.every(([, value, n]) => data.menus[n][1][picks[n]]?.[0] === value));
    history.replaceState(null, '', '#' + new URLSearchParams(picked.map(pick => pick.slice(0, 2))));
    sieve.querySelector('output').value = say.found.replace('{number}', rows.length);
    list.replaceChildren(...rows.slice(0, 200).map(row));
    list.hidden = !picked.length;
    for (const one of whole) one.hidden = picked.length;
  };
  const start = () => {
    data = claimsOfTheArchive;
    const wanted = new URLSearchParams(location.hash.slice(1));
    menus.forEach((menu, n) => {
      for (const choice of data.menus[n][1]) {
        choice[1] ||= say[choice[0]];
        menu.append(new Option(`${choice[1]} (${choice[3]})`, choice[0]));
      }
      menu.value = wanted.get(menu.name) || '';
    });
    whole[0].after(list);
    sift();
  };
  sieve.hidden = false;
  sieve.addEventListener('toggle', () => document.head.append(make('script', { src: say.src, onload: start })), { once: true });
  sieve.addEventListener('change', sift);
  sieve.addEventListener('reset', () => setTimeout(sift));
  sieve.open = location.hash.includes('=');
})();
