"""Handouts and pages of an agency with an edition in Spanish beside them."""

from pathlib import Path

MEETINGS = """---
title: Lo que ayuda en una reunión
lang: es
discreet: true
---

Hicimos esta página juntos. Si algo no le sirve, dígaselo a Jo y buscaremos otra manera.

## Antes de empezar

1. Busque un lugar cómodo y tenga agua cerca.
2. Apague lo que pueda sonar.
3. Entre cinco minutos antes si puede. Llegar tarde también está bien.

## Durante la reunión

- Habla una persona a la vez. Escribir en el chat también es hablar.
- Decimos primero nuestro nombre, para que se sepa quién habla.
- Hablamos por nosotros y no decimos a los demás qué hacer.
- Puede pasar, o solo escuchar.
- Puede salir un rato y volver. No tiene que decir por qué.

## Maneras de participar

Usted elige, y puede cambiar en cualquier momento.

| Si quiere | Puede |
|---|---|
| Hablar | Activar su sonido, o marcar asterisco seis en un teléfono |
| Escribir | Usar el chat, y Jo lo lee en voz alta si usted quiere |
| Decir sí o no | Levantar la mano en la pantalla, o decir una palabra |
| Estar en calma | Dejar la cámara y el sonido apagados |
| Descansar | Irse, y volver cuando quiera |

## Después de la reunión

Díganos qué funcionó. Marque lo que quiera que Jo sepa.

- [ ] El ritmo estuvo bien.
- [ ] Entendí lo que se dijo.
- [ ] Pude decir lo que quería.
- [ ] Me gustaría cambiar algo.

Llame a Jo con cualquier pregunta. Llame a Sam si algo falla.

```contact Quién puede ayudar
Llame a Jo, de lunes a viernes, de 9 a 5: (603) 555-0123
Llame a Sam, de lunes a viernes, de 9 a 5: (603) 555-0101
```
"""

SHORT = """---
title: Si nos preocupamos por usted
lang: es
---

- Jo le preguntará primero: ¿está a salvo ahora, y qué le ayudaría?
- Si usted nombró a alguien, le llamaremos. Si no, llamaremos a Lee, que apoya a Jo.
- Si una vida puede estar en peligro, Jo pedirá ayuda y se lo dirá.
- La policía puede venir con una ambulancia. Pedimos primero un equipo de crisis.
- Le llamaremos al día siguiente, de una manera que usted llamó segura.
"""

LINES = """---
title: Nuestras propias líneas
lang: es
---

- El condado paga a la red Riverside, y su lugar es gratis. {required}
- Quien dirige un grupo aquí también ha pasado por tiempos difíciles.
- Puede pedir ver cómo formamos a quienes dirigen los grupos.
"""

REPORTING = """---
title: Lo que tenemos que informar
lang: es
---

> **Esta página es un ejemplo.**
>
> No es consejo legal. Cambie cada línea por palabras que haya leído su abogado.

Lo que usted cuenta en el grupo queda entre nosotros. La ley no nos deja callar algunas cosas.

## Lo que tenemos que informar {participants}

- Usted u otra persona puede sufrir un daño grave muy pronto.
- Un niño puede estar sufriendo daño o abandono.
- Una persona mayor puede estar sufriendo daño.
- Un tribunal nos ordena entregar nuestros papeles.

## Cómo lo hacemos

1. Hablamos primero con usted, si es seguro.
2. Lo decimos solo a quienes tienen que saberlo.
3. Nos quedamos con usted mientras tanto, si lo quiere.

## Preguntas

Pregunte a Jo cuando quiera.

O llame a Lee, que apoya a Jo, al (603) 555-0102. {phone}
"""

PAGES = {"crisis-short": SHORT, "agreement-lines": LINES, "reporting": REPORTING}


def write_meetings(kit: Path, text: str = MEETINGS, tag: str = "es") -> Path:
    """The edition of ``good-meetings`` in a kit."""
    path = kit / "materials" / f"good-meetings.{tag}.md"
    path.write_text(text, encoding="utf-8")
    return path


def write_pages(kit: Path) -> list[Path]:
    """Editions of the agency's own pages."""
    paths = [kit / f"{name}.es.md" for name in PAGES]
    for path, text in zip(paths, PAGES.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths
